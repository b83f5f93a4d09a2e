using System.Net.Http.Headers;
using System.Reflection;
using System.Text.RegularExpressions;
using CachingHandler.Http;
using CachingHandler.Testing;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Tests;

public sealed partial class ArchitectureTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Io =
    [
        typeof(Stream), typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(TimeProvider),
        typeof(ILogger), typeof(ILogger<>), typeof(HttpClient),
    ];

    [Fact]
    public void Policy_Signatures_NameNoIo()
    {
        var named = TypesIn("CachingHandler.Policy").SelectMany(TypesNamedBy).ToHashSet();

        Assert.Contains(typeof(DateTimeOffset), named);
        Assert.DoesNotContain(named, type => Io.Any(io => io.IsAssignableFrom(type)));
    }

    [Fact]
    public void Decisions_AreClosed()
    {
        var decisions = TypesIn("CachingHandler.Policy").Where(type => type is { IsClass: true, IsAbstract: true, IsSealed: false }).ToList();

        Assert.Contains("RequestDecision", decisions.Select(type => type.Name));
        Assert.Contains("ResponseDecision", decisions.Select(type => type.Name));
        Assert.All(decisions, decision => Assert.All(ConstructorsOf(decision), constructor =>
            Assert.True(constructor.IsPrivate || constructor.IsFamilyAndAssembly, $"{decision.Name} can be derived from.")));
        Assert.All(decisions, decision => Assert.NotEmpty(CasesOf(decision)));
        Assert.All(decisions.SelectMany(CasesOf), @case =>
            Assert.True(@case.IsSealed && @case.DeclaringType == @case.BaseType, $"{@case.Name} is not nested and sealed."));
    }

    [Fact]
    public void Storage_NamesNoPolicy()
    {
        var named = TypesIn("CachingHandler.Storage").SelectMany(TypesNamedBy).ToHashSet();

        Assert.Contains(typeof(HeaderFields), named);
        Assert.DoesNotContain(named, type => IsIn(type, "CachingHandler.Policy"));
    }

    [Theory]
    [InlineData("CachingHandler.Http")]
    [InlineData("CachingHandler.Policy")]
    [InlineData("CachingHandler.Body")]
    [InlineData("CachingHandler.Concurrency")]
    public void Layer_BelowTheHandler_IsInternal(string layer)
    {
        var types = TypesIn(layer);

        Assert.NotEmpty(types);
        Assert.DoesNotContain(types, type => type.IsVisible);
    }

    [Fact]
    public void HeaderNames_AreTheOnlyLiterals()
    {
        var names = typeof(HeaderNames).GetFields().Select(name => $"\"{name.GetRawConstantValue()}\"").ToList();
        var elsewhere = SourceTree.Read("src").Where(file => !file.Path.EndsWith("/Http/HeaderNames.cs"));

        var literals = from file in elsewhere
                       from name in names
                       where file.Text.Contains(name, StringComparison.Ordinal)
                       select $"{file.Path}: {name}";

        Assert.Empty(literals);
    }

    // Reading one makes .NET parse the field, which rewrites the text of it, or loses it.
    [Fact]
    public void TypedHeaders_AreNotUsed()
    {
        Type[] collections =
            [typeof(HttpHeaders), typeof(HttpRequestHeaders), typeof(HttpResponseHeaders), typeof(HttpContentHeaders)];
        var typed = collections.SelectMany(type => type.GetProperties()).Select(property => property.Name)
            .Except([nameof(HttpHeaders.NonValidated)]).Append(nameof(HttpHeaders.GetValues)).ToHashSet();

        var uses = from file in SourceTree.Read("src")
                   from Match use in HeaderMember().Matches(file.Text)
                   where typed.Contains(use.Groups["member"].Value)
                   select $"{file.Path}: {use.Value}";

        // It asks content made in the process for its length; the text of its fields has been copied before.
        const string Justified = "Http/DeclaredLength.cs: Headers.ContentLength";

        Assert.Contains("CacheControl", typed);
        Assert.EndsWith(Justified, Assert.Single(uses));
    }

    [Fact]
    public void EveryFile_IsAtMost250Lines()
    {
        var files = SourceTree.Read("src");

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(file => file.Text.Count(character => character == '\n') > 250).Select(file => file.Path));
    }

    [GeneratedRegex(@"[hH]eaders\s*\.\s*(?<member>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeaderMember();

    private static List<Type> TypesIn(string layer) =>
        [.. typeof(HeaderFields).Assembly.GetTypes().Where(type => IsIn(type, layer))];

    private static bool IsIn(Type type, string layer) =>
        type.Namespace is { } name && (name == layer || name.StartsWith(layer + ".", StringComparison.Ordinal));

    private static IEnumerable<Type> CasesOf(Type decision) =>
        decision.Assembly.GetTypes().Where(type => type != decision && decision.IsAssignableFrom(type));

    // A record's copy constructor is the compiler's, and needs a decision to copy.
    private static IEnumerable<ConstructorInfo> ConstructorsOf(Type type) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(constructor => constructor.GetParameters() is not [var only] || only.ParameterType != type);

    private static IEnumerable<Type> TypesNamedBy(Type type) =>
        type.GetMembers(Declared).SelectMany(member => member switch
        {
            FieldInfo field => [field.FieldType],
            PropertyInfo property => [property.PropertyType],
            MethodInfo method => [method.ReturnType, .. TypesOf(method)],
            ConstructorInfo constructor => TypesOf(constructor),
            _ => Enumerable.Empty<Type>(),
        }).Concat(type.GetInterfaces()).Append(type.BaseType ?? type).SelectMany(Parts);

    private static IEnumerable<Type> TypesOf(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType);

    // What a type is made of: List<Stream?[]> is a list, an array and a stream.
    private static IEnumerable<Type> Parts(Type type)
    {
        var inner = type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments();
        var outer = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;

        return inner.SelectMany(Parts).Append(outer);
    }
}
