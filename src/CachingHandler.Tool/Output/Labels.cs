using Spectre.Console;

namespace CachingHandler.Tool;

/// <summary>Writes lines of a label and a text.</summary>
/// <param name="surroundings">Has the output.</param>
/// <param name="width">How wide the labels are, in cells.</param>
/// <remarks>Long lines are left to the terminal to wrap, so that what is copied from it is whole.</remarks>
internal sealed class Labels(Surroundings surroundings, int width = 14)
{
    private static readonly Style LabelStyle = new(decoration: Decoration.Bold);

    /// <summary>Writes a line.</summary>
    /// <param name="label">The label; made harmless.</param>
    /// <param name="text">The text; made harmless.</param>
    public void Write(string label, string text)
    {
        var safe = SafeText.Of(label);
        if (surroundings.IsTerminal)
        {
            surroundings.Terminal.Write(new Text(safe, LabelStyle).Overflow(Overflow.Fold));
        }
        else
        {
            surroundings.Out.Write(safe);
        }

        surroundings.Out.WriteLine(new string(' ', Math.Max(1, width - safe.Length)) + SafeText.Of(text));
    }
}
