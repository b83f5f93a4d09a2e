using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace CachingHandler.Testing;

/// <summary>Tells what the documentation of an assembly's public members lacks.</summary>
/// <remarks>That a text says the right thing is for people to see; here it is that there is one wherever somebody looks for it.</remarks>
public static class PublicDocumentation
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Fails unless all that another assembly can use has a summary, each parameter and result, and the default of what is set.</summary>
    public static void Check(Assembly assembly)
    {
        var file = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        var texts = file.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);
        var types = assembly.GetExportedTypes();
        var lacking = types.SelectMany(type => Of(type, texts)).ToList();

        Assert.NotEmpty(types);
        Assert.True(lacking.Count == 0, $"Documentation is lacking:\n{string.Join('\n', lacking)}");
    }

    private static IEnumerable<string> Of(Type type, Dictionary<string, XElement> texts)
    {
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        var members = type.GetMembers(Declared)
            .Where(member => member is not Type && IsVisible(member) && !member.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Where(member => !(isRecord && IsPositional(member, type)));

        return members.SelectMany(member => Lacks(texts.GetValueOrDefault(DocumentationId.Of(member)), member)
            .Select(what => $"{type.FullName}.{member.Name}: {what}"))
            .Concat(texts.ContainsKey($"T:{type.FullName}") ? [] : [$"{type.FullName}: summary"]);
    }

    private static IEnumerable<string> Lacks(XElement? text, MemberInfo member)
    {
        if (text is null)
        {
            // The compiler makes one, too, which nobody could document.
            return member is ConstructorInfo constructor && constructor.GetParameters().Length == 0 ? [] : ["summary"];
        }

        return text.Element("inheritdoc") is not null ? [] : member switch
        {
            MethodInfo method => LackingParameters(text, method.GetParameters()).Concat(
                method.ReturnType == typeof(void) || text.Element("returns") is not null || IsMereEnd(method.ReturnType) ? [] : ["returns"]),
            ConstructorInfo made => LackingParameters(text, made.GetParameters()),
            PropertyInfo property => LackingParameters(text, property.GetIndexParameters()).Concat(
                property.SetMethod is not { } set || !IsVisible(set) || IsRequired(property) || text.Element("value") is not null ? [] : ["value"]),
            _ => [],
        };
    }

    private static IEnumerable<string> LackingParameters(XElement text, ParameterInfo[] parameters) => parameters
        .Where(parameter => text.Elements("param").All(element => element.Attribute("name")!.Value != parameter.Name))
        .Select(parameter => $"param {parameter.Name}");

    // What is returned is that it is over.
    private static bool IsMereEnd(Type type) => type == typeof(Task) || type == typeof(ValueTask);

    // It has no default.
    private static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute));

    // The properties and the constructor of a record's parameters have the texts of those.
    private static bool IsPositional(MemberInfo member, Type type) => member is ConstructorInfo
        || type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.Name == member.Name);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        FieldInfo field => !field.IsSpecialName && (field.IsPublic || field.IsFamily),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        MethodInfo method => !method.IsSpecialName && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly),
        ConstructorInfo constructor => constructor.IsPublic || constructor.IsFamily,
        _ => false,
    };

    private static bool IsVisible(MethodInfo accessor) => accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly;
}
