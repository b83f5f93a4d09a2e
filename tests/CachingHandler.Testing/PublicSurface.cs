using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace CachingHandler.Testing;

/// <summary>Writes down what another assembly can use of an assembly, or derive from: one line a type and one a member.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Describe(type)).Append('\n');
            text.AppendJoin("", type.GetMembers(Declared).Select(Describe).OfType<string>()
                .Order(StringComparer.Ordinal).Select(member => $"    {member}\n"));
        }

        return text.ToString();
    }

    private static string Describe(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var bases = type.GetInterfaces().Append(type.BaseType).OfType<Type>()
            .Where(each => !type.IsEnum && each.IsVisible && each != typeof(object) && each != typeof(ValueType))
            .Select(each => Name(each)).Order(StringComparer.Ordinal);

        return $"{kind} {type.Namespace}.{Name(type)} : {string.Join(", ", bases)}".TrimEnd(' ', ':');
    }

    // Null for what is not visible outside, what the compiler made, and the methods behind properties and events.
    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily => Describe(field),
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsVisible) => Describe(property),
        EventInfo { AddMethod: { } add } when IsVisible(add) =>
            $"{Modifiers(add)}event {Name(add.GetParameters()[0].ParameterType)} {member.Name}",
        ConstructorInfo constructor when IsVisible(constructor) =>
            $"{Modifiers(constructor)}new({Parameters(constructor.GetParameters())})",
        MethodInfo method when IsVisible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute))
            && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) => Describe(method),
        _ => null,
    };

    private static string Describe(FieldInfo field)
    {
        var modifiers = field switch
        {
            { IsLiteral: true } => "const ",
            { IsStatic: true, IsInitOnly: true } => "static readonly ",
            { IsStatic: true } => "static ",
            _ => string.Empty,
        };
        var value = field.IsLiteral ? $" = {field.GetRawConstantValue()}" : string.Empty;

        return $"{(field.IsFamily ? "protected " : "")}{modifiers}{Name(field.FieldType, Nullability.Create(field))} {field.Name}{value}";
    }

    private static string Describe(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{Parameters(parameters)}]" : "";

        return $"{Modifiers(accessors[0])}{required}{Name(property.PropertyType, Nullability.Create(property))} {property.Name}{index} "
            + $"{{ {string.Join(' ', accessors.Select(Accessor))} }}";
    }

    private static string Describe(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(each => each.Name))}>" : "";
        var extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";

        return $"{Modifiers(method)}{Name(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}"
            + $"({extends}{Parameters(method.GetParameters())})";
    }

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Describe));

    private static string Describe(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ => string.Empty,
        };
        var value = parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "default"}" : "";

        return $"{passing}{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifiers(MethodBase method)
    {
        var inheritance = method switch
        {
            { IsAbstract: true } => "abstract ",
            MethodInfo { IsVirtual: true, IsFinal: false } info => info.GetBaseDefinition() == info ? "virtual " : "override ",
            _ => string.Empty,
        };

        return (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : "") + inheritance;
    }

    private static string Accessor(MethodInfo accessor) => accessor switch
    {
        { ReturnType: var type } when type != typeof(void) => "get;",
        { ReturnParameter: var none } when none.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => "init;",
        _ => "set;",
    };

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!, nullability);
        }

        var arguments = type.GetGenericArguments()
            .Select((each, index) => Name(each, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        var name = type switch
        {
            { IsArray: true } => Name(type.GetElementType()!, nullability?.ElementType) + "[]",
            { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>",
            _ => type.Name,
        };
        var outer = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";

        return Nullable.GetUnderlyingType(type) is { } underlying
            ? Name(underlying) + "?"
            : outer + name + (nullability?.ReadState == NullabilityState.Nullable ? "?" : "");
    }
}
