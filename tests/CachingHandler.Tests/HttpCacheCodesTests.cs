using System.Text.RegularExpressions;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheCodesTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "src/CachingHandler/README.md"));

    public static TheoryData<string, string[]> Tables => new()
    {
        { "Outcomes", Codes<HttpCacheOutcome>(HttpCacheCodes.ToCode) },
        { "Reasons", Codes<HttpCacheReason>(HttpCacheCodes.ToCode) },
        { "Why a response is not stored", [.. Codes<NotStoredReason>(HttpCacheCodes.ToCode).Skip(1)] },
        { "Where a freshness lifetime comes from", Codes<FreshnessSource>(HttpCacheCodes.ToCode) },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Codes_OfOneKind_AreDistinctWords(string kind, string[] codes)
    {
        Assert.NotEmpty(kind);
        Assert.Distinct(codes);
        Assert.All(codes, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));
    }

    // A code changes its meaning for nobody: whoever renames a value keeps its code, and whoever changes this list breaks a dashboard.
    [Fact]
    public void Codes_OfAllKinds_AreTheWordsTheyHaveAlwaysBeen()
    {
        Assert.Equal(
            "bypass miss hit stale-hit revalidated changed completed joined unavailable",
            string.Join(' ', Codes<HttpCacheOutcome>(HttpCacheCodes.ToCode)));
        Assert.Equal(
            "fresh nothing-stored variant-not-stored expired response-no-cache request-no-cache request-max-age request-min-fresh "
            + "request-max-stale request-only-if-cached request-no-store force-refresh revalidate prefer-cache only-if-cached "
            + "bypass-mode method request-content part-missing caller-condition stale-if-error stale-while-revalidate "
            + "validation-mismatch body-gone",
            string.Join(' ', Codes<HttpCacheReason>(HttpCacheCodes.ToCode)));
        Assert.Equal(
            "none bypass method no-store private authorization set-cookie status part no-freshness nothing-to-reuse vary-any "
            + "redirected too-large incomplete store-failed too-many-groups group-invalidated invalidated",
            string.Join(' ', Codes<NotStoredReason>(HttpCacheCodes.ToCode)));
        Assert.Equal(
            "none bypass method uri-miss vary-miss miss request stale partial",
            string.Join(' ', Codes<ForwardReason>(HttpCacheCodes.ToCode)));
        Assert.Equal(
            "none max-age s-maxage targeted-field expires heuristic option",
            string.Join(' ', Codes<FreshnessSource>(HttpCacheCodes.ToCode)));
    }

    [Fact]
    public void Sentences_OfAllKinds_AreDistinctSentences()
    {
        string[] sentences =
        [
            .. Codes<HttpCacheOutcome>(HttpCacheCodes.ToSentence),
            .. Codes<HttpCacheReason>(HttpCacheCodes.ToSentence),
            .. Codes<NotStoredReason>(HttpCacheCodes.ToSentence),
        ];

        Assert.Distinct(sentences);
        Assert.All(sentences, sentence => Assert.Matches(@"^[A-Z].*[A-Za-z0-9)*]\.$", sentence));
    }

    [Fact]
    public void ToCode_OfAValueThatIsNone_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ((HttpCacheOutcome)99).ToCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((HttpCacheOutcome)99).ToSentence());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((HttpCacheReason)99).ToCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((HttpCacheReason)99).ToSentence());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((NotStoredReason)99).ToCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((NotStoredReason)99).ToSentence());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((ForwardReason)99).ToCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((FreshnessSource)99).ToCode());
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Page_OfCodes_ListsEveryCodeAndNoOther(string heading, string[] codes)
    {
        var section = Page.Split($"\n### {heading}\n")[1].Split("\n#")[0];
        var rows = Row().Matches(section).Select(row => (Code: row.Groups["code"].Value, Row: row)).ToList();

        Assert.Equal(codes, rows.Select(row => row.Code));
        Assert.All(rows, row => Assert.All(["means", "do"], cell => Assert.True(row.Row.Groups[cell].Value.Trim().Length > 5, row.Code)));
    }

    [GeneratedRegex(@"^\| `(?<code>[^`]+)` \|(?<means>[^|]+)\|(?<do>[^|]+)\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    private static string[] Codes<T>(Func<T, string> toCode)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(toCode)];
}
