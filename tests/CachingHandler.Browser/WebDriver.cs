using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace CachingHandler.Browser;

/// <summary>Speaks WebDriver, the protocol that browsers are driven by: commands are requests, with JSON both ways.</summary>
/// <remarks>https://www.w3.org/TR/webdriver2/</remarks>
internal sealed class WebDriver(Uri address) : IDisposable
{
    // Slow machines are no failures.
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(3) };

    public Task<JsonNode?> GetAsync(string command) => AnswerAsync(_http.GetAsync(command));

    // A driver wants to know the length, which content that is written while it is sent does not tell.
    public async Task<JsonNode?> PostAsync(string command, JsonObject parameters)
    {
        using var content = new StringContent(parameters.ToJsonString(), Encoding.UTF8, "application/json");

        return await AnswerAsync(_http.PostAsync(command, content));
    }

    public Task<JsonNode?> DeleteAsync(string command) => AnswerAsync(_http.DeleteAsync(command));

    public void Dispose() => _http.Dispose();

    private static async Task<JsonNode?> AnswerAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        var value = (await response.Content.ReadFromJsonAsync<JsonObject>())?["value"];

        return response.IsSuccessStatusCode ? value : throw new InvalidOperationException(
            $"{response.RequestMessage?.RequestUri?.AbsolutePath}: {value?["error"]}: {value?["message"]}");
    }
}
