namespace CachingHandler.DependencyInjection;

/// <summary>Options of no content: a host validates them when it starts, which is the occasion to look at a client's handlers.</summary>
internal sealed class HandlersAtStart;
