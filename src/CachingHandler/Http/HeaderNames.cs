namespace CachingHandler.Http;

/// <summary>The field names this library reads or writes; the only place where they are spelled.</summary>
internal static class HeaderNames
{
    public const string Accept = "Accept";
    public const string AcceptCharset = "Accept-Charset";
    public const string AcceptEncoding = "Accept-Encoding";
    public const string AcceptLanguage = "Accept-Language";
    public const string Age = "Age";
    public const string Allow = "Allow";
    public const string Authorization = "Authorization";
    public const string CacheControl = "Cache-Control";
    public const string CacheGroupInvalidation = "Cache-Group-Invalidation";
    public const string CacheGroups = "Cache-Groups";
    public const string CacheStatus = "Cache-Status";
    public const string Connection = "Connection";
    public const string ContentDigest = "Content-Digest";
    public const string ContentDisposition = "Content-Disposition";
    public const string ContentEncoding = "Content-Encoding";
    public const string ContentLanguage = "Content-Language";
    public const string ContentLength = "Content-Length";
    public const string ContentLocation = "Content-Location";
    public const string ContentMD5 = "Content-MD5";
    public const string ContentRange = "Content-Range";
    public const string ContentType = "Content-Type";
    public const string Cookie = "Cookie";
    public const string Date = "Date";
    public const string Digest = "Digest";
    public const string ETag = "ETag";
    public const string Expires = "Expires";
    public const string IfMatch = "If-Match";
    public const string IfModifiedSince = "If-Modified-Since";
    public const string IfNoneMatch = "If-None-Match";
    public const string IfRange = "If-Range";
    public const string IfUnmodifiedSince = "If-Unmodified-Since";
    public const string KeepAlive = "Keep-Alive";
    public const string LastModified = "Last-Modified";
    public const string Location = "Location";
    public const string NoVarySearch = "No-Vary-Search";
    public const string Origin = "Origin";
    public const string Pragma = "Pragma";
    public const string Prefer = "Prefer";
    public const string ProxyAuthenticate = "Proxy-Authenticate";
    public const string ProxyAuthenticationInfo = "Proxy-Authentication-Info";
    public const string ProxyAuthorization = "Proxy-Authorization";
    public const string ProxyConnection = "Proxy-Connection";
    public const string Range = "Range";
    public const string ReprDigest = "Repr-Digest";
    public const string SetCookie = "Set-Cookie";
    public const string SurrogateControl = "Surrogate-Control";
    public const string TE = "TE";
    public const string TransferEncoding = "Transfer-Encoding";
    public const string Upgrade = "Upgrade";
    public const string UserAgent = "User-Agent";
    public const string Vary = "Vary";

    /// <summary>Tells whether .NET keeps the field on <see cref="HttpContent.Headers"/> rather than on the message.</summary>
    public static bool IsContentField(string name) => name.Length switch
    {
        5 => Same(name, Allow),
        7 => Same(name, Expires),
        11 => Same(name, ContentMD5),
        12 => Same(name, ContentType),
        13 => Same(name, LastModified) || Same(name, ContentRange),
        14 => Same(name, ContentLength),
        16 => Same(name, ContentEncoding) || Same(name, ContentLanguage) || Same(name, ContentLocation),
        19 => Same(name, ContentDisposition),
        _ => false,
    };

    /// <summary>Compares two field names as RFC 9110 §5.1 has it: without regard to case.</summary>
    public static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
