using System.Text.Json.Nodes;

namespace CachingHandler.Browser;

/// <summary>The sample's page, by what is on it.</summary>
internal sealed class WebApiPage(Chromium browser)
{
    public Task<int> RowsAsync() => NumberAsync("document.querySelectorAll('#requests tbody tr').length");

    /// <summary>Clicks a button of a user's resource, and waits for what it brings.</summary>
    /// <returns>The row of the request.</returns>
    public async Task<Row> AskAsync(string user, string path, bool forceRefresh = false)
    {
        var rows = await RowsAsync();
        var position = await NumberAsync(
            $"[...document.querySelectorAll('#{user} li code')].findIndex(code => code.textContent === '{path}') + 1");
        await browser.ClickAsync($"#{user} li:nth-child({position}) {(forceRefresh ? ".force" : ".get")}");
        await browser.UntilAsync($"document.querySelectorAll('#requests tbody tr').length === {rows + 1}");

        return await RowAsync();
    }

    /// <summary>Clicks a button, by its id and what follows it, and waits for the page to say so.</summary>
    /// <returns>What it says.</returns>
    public async Task<string> PressAsync(string button)
    {
        await browser.RunAsync("document.getElementById('status').textContent = '';");
        await browser.ClickAsync($"#{button}");
        await browser.UntilAsync("document.getElementById('status').textContent !== ''");

        return await TextAsync("#status");
    }

    public async Task<string> TextAsync(string selector) =>
        (string)(await browser.ReadAsync($"document.querySelector('{selector}').innerText"))!;

    public Task UntilLiveAsync() => browser.UntilAsync(
        "document.getElementById('live').innerText === 'Live' && document.querySelectorAll('.account').length === 2");

    /// <summary>Returns a row; the first is the latest.</summary>
    public async Task<Row> RowAsync(int position = 1)
    {
        var cells = await browser.ReadAsync(
            $$"""
            Object.fromEntries([...document.querySelector('#requests tbody tr:nth-child({{position}})').cells]
                .map(cell => [cell.classList[0], cell.innerText]))
            """);

        return new Row(cells!.AsObject());
    }

    private async Task<int> NumberAsync(string expression) => (int)(await browser.ReadAsync(expression))!;

    /// <summary>What a row shows.</summary>
    internal sealed class Row(JsonObject cells)
    {
        public string User => Cell("user");

        public string Request => Cell("request");

        public string Status => Cell("status");

        public string Outcome => Cell("outcome");

        /// <summary>Gets the code of the reason.</summary>
        public string Reason => Cell("why").Split('\n')[0];

        public string Sentence => Cell("why").Split('\n')[^1];

        /// <summary>Gets whose data came, and of which edition.</summary>
        public string Data => Cell("owner").ReplaceLineEndings(", ");

        public string QuotaSaved => Cell("quota");

        public string BytesSaved => Cell("bytes");

        public string Age => Cell("age");

        private string Cell(string name) => (string)cells[name]!;
    }
}
