using System.Reflection;

namespace CachingHandler.Testing;

/// <summary>The name that a member has in a documentation file (C# standard, annex D.4.2).</summary>
internal static class DocumentationId
{
    public static string Of(MemberInfo member) => member switch
    {
        FieldInfo => $"F:{Name(member)}",
        PropertyInfo property => $"P:{Name(member)}{Parameters(property.GetIndexParameters())}",
        MethodInfo { IsGenericMethod: true } method =>
            $"M:{Name(member)}``{method.GetGenericArguments().Length}{Parameters(method.GetParameters())}",
        MethodBase method => $"M:{Name(member)}{Parameters(method.GetParameters())}",
        _ => throw new ArgumentException($"{member.MemberType} is not known here.", nameof(member)),
    };

    private static string Name(MemberInfo member) =>
        $"{member.DeclaringType!.FullName!.Replace('+', '.')}.{member.Name.Replace('.', '#')}";

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Name(parameter.ParameterType)))})";

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => Name(type.GetElementType()!) + "@",
        { IsArray: true } => Name(type.GetElementType()!) + "[]",
        { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
        { IsGenericTypeParameter: true } => $"`{type.GenericParameterPosition}",
        { IsGenericType: true } =>
            $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0].Replace('+', '.')}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}",
        _ => type.FullName!.Replace('+', '.'),
    };
}
