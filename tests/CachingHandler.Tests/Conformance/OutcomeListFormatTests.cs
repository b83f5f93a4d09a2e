using CachingHandler.Conformance;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Conformance;

public sealed class OutcomeListFormatTests
{
    [Fact]
    public void Parse_ReasonWithTests_IsTheReasonOfEach()
    {
        var list = OutcomeListFormat.Parse("First.\n    Fail  a\n    NotOptimal  b\n\nSecond.\n    Fail  c\n");

        Assert.Equal(
            [("a", Outcome.Fail, "First."), ("b", Outcome.NotOptimal, "First."), ("c", Outcome.Fail, "Second.")],
            list.Outcomes.Select(outcome => (outcome.Test, outcome.Outcome, outcome.Reason)));
    }

    [Fact]
    public void Parse_ReasonOfTwoLines_IsOneReason()
    {
        var list = OutcomeListFormat.Parse("First,\nand more.\n    Fail  a\n");

        Assert.Equal("First,\nand more.", Assert.Single(list.Outcomes).Reason);
    }

    [Fact]
    public void Parse_LineWithConfigurations_HasTheirNames()
    {
        var list = OutcomeListFormat.Parse("First.\n    Fail  stale-close-s-maxage=2  in memory private, disk private\n");

        Assert.Equal(["memory private", "disk private"], Assert.Single(list.Outcomes).Configurations);
    }

    [Fact]
    public void Parse_SameTestInOtherConfigurations_IsBoth()
    {
        var list = OutcomeListFormat.Parse("First.\n  Fail a in memory private\nSecond.\n  Retried a in memory shared\n");

        Assert.Equal([Outcome.Fail, Outcome.Retried], list.Outcomes.Select(outcome => outcome.Outcome));
    }

    [Fact]
    public void Parse_CommentAtTheTop_IsKept()
    {
        var list = OutcomeListFormat.Parse("# One.\n# Two.\n\nFirst.\n    Fail  a\n");

        Assert.Equal("# One.\n# Two.\n", list.Preface);
    }

    [Theory]
    [InlineData("    Fail  a\n", "line 1: no reason")]
    [InlineData("First.\n    Failed  a\n", "line 2: it is none of")]
    [InlineData("First.\n    Fail\n", "line 2: it is none of")]
    [InlineData("First.\n    Fail  a  memory private\n", "line 2: it is none of")]
    [InlineData("First.\n    Fail  a  in\n", "line 2: it is none of")]
    [InlineData("First.\n    Fail  a\n# Comment\n", "line 3: comments")]
    [InlineData("First.\n    Fail  a\nSecond.\n    Fail  a  in memory private\n", "line 4: a is listed twice")]
    [InlineData("First.\n  Fail a in memory private\n  Fail a in disk, memory private\n", "line 3: a is listed twice")]
    public void Parse_UnreadableLine_ThrowsWithItsNumber(string text, string message)
    {
        var exception = Assert.Throws<ConformanceException>(() => OutcomeListFormat.Parse(text));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ParsedList_IsAsItWasRead()
    {
        const string Text = """
            # What is expected.

            One reason,
            in two lines.
                Fail              age-parse-float
                DependencyFailed  other            in memory private, disk private

            Another.
                Yes               freshness-none

            """;

        Assert.Equal(Text.ReplaceLineEndings("\n"), OutcomeListFormat.Write(OutcomeListFormat.Parse(Text)));
    }

    [Fact]
    public void Expected_AsCheckedIn_IsAsTheRunWritesItAndHasAllReasons()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "tests/CachingHandler.Conformance/expected.txt"));

        var list = OutcomeListFormat.Parse(text);

        Assert.Equal(text.ReplaceLineEndings("\n"), OutcomeListFormat.Write(list));
        Assert.DoesNotContain(list.Outcomes, outcome => outcome.Reason == OutcomeList.NoReason);
    }
}
