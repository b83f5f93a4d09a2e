using System.Runtime.InteropServices;

namespace CachingHandler.Body;

/// <summary>What goes on with a body that broke off.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Known">The number of bytes at its beginning that have arrived before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Continuation(HttpContent Content, long Known);
