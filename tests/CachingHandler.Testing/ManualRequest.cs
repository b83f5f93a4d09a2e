namespace CachingHandler.Testing;

/// <summary>A request that waits for the test to answer it, or for its sender to cancel it.</summary>
public sealed class ManualRequest
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ManualRequest(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Message = request;
        cancellationToken.Register(() => _answer.TrySetCanceled(cancellationToken));
    }

    public HttpRequestMessage Message { get; }

    public bool IsCancelled => _answer.Task.IsCanceled;

    internal Task<HttpResponseMessage> Answered => _answer.Task;

    /// <summary>Returns the text of a field; null when it is not there.</summary>
    public string? Field(string name) =>
        Message.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    public void Answer(HttpResponseMessage response) => _answer.SetResult(response);

    public void Answer(string body, params (string Name, string Value)[] fields) => Answer(Answers.Ok(body, fields));

    public void Fail(Exception exception) => _answer.SetException(exception);
}
