using CachingHandler.DependencyInjection;

namespace CachingHandler.Tests.DependencyInjection;

public sealed class HandlerRolesTests
{
    [Theory]
    [InlineData(typeof(AccessTokenHandler))]
    [InlineData(typeof(AuthorizationMessageHandler))]
    [InlineData(typeof(BasicAuthenticationHandler))]
    [InlineData(typeof(BearerHandler))]
    [InlineData(typeof(OAuth2Handler))]
    [InlineData(typeof(JWTHandler))]
    [InlineData(typeof(GenericAuthHandler<int>))]
    [InlineData(typeof(ApiKeyDelegatingHandler))]
    [InlineData(typeof(ClientCredentialsTokenHandler))]
    [InlineData(typeof(AuthenticationRetryHandler))]
    public void Of_NameThatSpeaksOfCredentials_IsCredentials(Type type)
    {
        Assert.Equal(HandlerRole.Credentials, HandlerRoles.Of(type));
    }

    [Theory]
    [InlineData(typeof(RetryHandler))]
    [InlineData(typeof(RetryingHttpMessageHandler))]
    [InlineData(typeof(HedgingHandler))]
    [InlineData(typeof(Microsoft.Extensions.Http.PolicyHttpMessageHandler))]
    [InlineData(typeof(Microsoft.Extensions.Http.Resilience.ResilienceHandler))]
    [InlineData(typeof(Resilient))]
    public void Of_NameThatSpeaksOfRetries_IsRetries(Type type)
    {
        Assert.Equal(HandlerRole.Retries, HandlerRoles.Of(type));
    }

    [Theory]
    [InlineData(typeof(DecompressionHandler))]
    [InlineData(typeof(GzipDecompressingHandler))]
    public void Of_NameThatSpeaksOfDecoding_IsDecompression(Type type)
    {
        Assert.Equal(HandlerRole.Decompression, HandlerRoles.Of(type));
    }

    [Theory]
    [InlineData(typeof(TokenBucketHandler))]
    [InlineData(typeof(TokenUsageHandler))]
    [InlineData(typeof(CancellationTokenHandler))]
    [InlineData(typeof(AuthorHandler))]
    [InlineData(typeof(AuthorizationLoggingHandler))]
    [InlineData(typeof(RetryMetricsHandler))]
    [InlineData(typeof(UnauthorizedHandler))]
    [InlineData(typeof(CompressionHandler))]
    [InlineData(typeof(HttpCacheHandler))]
    [InlineData(typeof(SocketsHttpHandler))]
    [InlineData(typeof(HttpClientHandler))]
    [InlineData(typeof(__))]
    public void Of_NameThatSpeaksOfSomethingElse_IsNone(Type type)
    {
        Assert.Equal(HandlerRole.None, HandlerRoles.Of(type));
    }

    private sealed class AccessTokenHandler : DelegatingHandler;

    private sealed class AuthorizationMessageHandler : DelegatingHandler;

    private sealed class BasicAuthenticationHandler : DelegatingHandler;

    private sealed class BearerHandler : DelegatingHandler;

    private sealed class OAuth2Handler : DelegatingHandler;

    private sealed class JWTHandler : DelegatingHandler;

    private sealed class GenericAuthHandler<T> : DelegatingHandler;

    private sealed class ApiKeyDelegatingHandler : DelegatingHandler;

    private sealed class ClientCredentialsTokenHandler : DelegatingHandler;

    private sealed class AuthenticationRetryHandler : DelegatingHandler;

    private sealed class RetryHandler : DelegatingHandler;

    private sealed class RetryingHttpMessageHandler : DelegatingHandler;

    private sealed class HedgingHandler : DelegatingHandler;

    private sealed class Resilient() : Microsoft.Extensions.Http.PolicyHttpMessageHandler(Polly.Policy.NoOpAsync<HttpResponseMessage>());

    private sealed class DecompressionHandler : DelegatingHandler;

    private sealed class GzipDecompressingHandler : DelegatingHandler;

    private sealed class TokenBucketHandler : DelegatingHandler;

    private sealed class TokenUsageHandler : DelegatingHandler;

    private sealed class CancellationTokenHandler : DelegatingHandler;

    private sealed class AuthorHandler : DelegatingHandler;

    private sealed class AuthorizationLoggingHandler : DelegatingHandler;

    private sealed class RetryMetricsHandler : DelegatingHandler;

    private sealed class UnauthorizedHandler : DelegatingHandler;

    private sealed class CompressionHandler : DelegatingHandler;

    private sealed class __ : DelegatingHandler;
}
