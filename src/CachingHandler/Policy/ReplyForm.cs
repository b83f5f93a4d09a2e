using System.Runtime.InteropServices;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>In which form a stored response answers a request.</summary>
/// <param name="Kind">The form.</param>
/// <param name="Bytes">The bytes of the representation that are served; none unless the form is a part.</param>
/// <remarks>The default is the whole response, as most requests want it.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReplyForm(ReplyKind Kind, ByteRange Bytes = default);
