namespace CachingHandler.Http;

/// <summary>Knows which request fields say who is asking.</summary>
internal static class CredentialFields
{
    // How API keys and tokens are called in the field: X-Api-Key, X-Goog-Api-Key, apikey, Ocp-Apim-Subscription-Key,
    // x-functions-key, X-Auth-Token, PRIVATE-TOKEN, X-Amz-Security-Token, X-Vault-Token. Too many partitions cost hits; too
    // few show one user's data to another.
    private static readonly string[] Endings =
        ["api-key", "apikey", "access-key", "auth-key", "subscription-key", "functions-key", "token"];

    /// <summary>Tells whether a field identifies the user, by its name.</summary>
    public static bool Contains(string name) => name.Length switch
    {
        6 when HeaderNames.Same(name, HeaderNames.Cookie) => true,
        13 when HeaderNames.Same(name, HeaderNames.Authorization) => true,
        _ => (name[^1] | 0x20) is 'y' or 'n' && HasCredentialEnding(name),
    };

    private static bool HasCredentialEnding(string name)
    {
        foreach (var ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
