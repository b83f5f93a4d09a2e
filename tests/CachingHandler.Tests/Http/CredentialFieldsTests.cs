using CachingHandler.Http;

namespace CachingHandler.Tests.Http;

public sealed class CredentialFieldsTests
{
    [Theory]
    [InlineData("Authorization")]
    [InlineData("authorization")]
    [InlineData("Cookie")]
    [InlineData("X-Api-Key")]
    [InlineData("x-api-key")]
    [InlineData("X-API-KEY")]
    [InlineData("X-Goog-Api-Key")]
    [InlineData("apikey")]
    [InlineData("Ocp-Apim-Subscription-Key")]
    [InlineData("x-functions-key")]
    [InlineData("X-Auth-Token")]
    [InlineData("PRIVATE-TOKEN")]
    [InlineData("X-Amz-Security-Token")]
    public void Contains_FieldThatSaysWhoIsAsking_IsTrue(string name)
    {
        Assert.True(CredentialFields.Contains(name));
    }

    [Theory]
    [InlineData("Accept")]
    [InlineData("Accept-Language")]
    [InlineData("Connection")]
    [InlineData("Origin")]
    [InlineData("Set-Cookie")]
    [InlineData("Idempotency-Key")]
    [InlineData("X-Tokens")]
    [InlineData("y")]
    [InlineData("n")]
    public void Contains_AnyOtherField_IsFalse(string name)
    {
        Assert.False(CredentialFields.Contains(name));
    }
}
