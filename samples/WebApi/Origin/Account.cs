using System.Security.Cryptography;

namespace WebApi.Origin;

/// <summary>A user of the API.</summary>
/// <param name="login">The name.</param>
/// <param name="quota">How many requests the user has.</param>
internal sealed class Account(string login, Quota quota)
{
    public string Login => login;

    public Quota Quota => quota;

    /// <summary>Gets what the user's requests carry as <c>Authorization: Bearer</c>; another one at each start.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
