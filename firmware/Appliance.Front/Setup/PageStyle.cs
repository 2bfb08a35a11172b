namespace Appliance.Front.Setup
{
    /// <summary>How the page looks.</summary>
    internal static class PageStyle
    {
        /// <summary>The pieces of the style element.</summary>
        public const int Pieces = 3;

        /// <summary>The SHA-256 of what the style element holds, in Base64: the page's policy
        /// allows no other style (Content Security Policy Level 3, section 2.3.1).</summary>
        public const string Hash = "gIjOxcPbvrvW5pc2myeNP2hIV4CCNZ9UaYYDGq5itHc=";

        /// <summary>A piece of the style element.</summary>
        /// <param name="piece">From 0 up, below <see cref="Pieces"/>.</param>
        public static string Piece(int piece)
        {
            switch (piece)
            {
                case 0:
                    return "<style>\nbody{font:1.05em/1.45 system-ui,sans-serif;margin:0}\n"
                        + "main{max-width:34em;margin:0 auto;padding:.5em 1em 2em}\n"
                        + "h1{font-size:1.5em;margin:.6em 0 .3em}\n"
                        + "fieldset{border:1px solid #8888;border-radius:.6em;margin:1.2em 0;"
                        + "padding:.2em 1em 1em}\nlegend{font-weight:700;padding:0 .4em}\n"
                        + "label{display:block;margin-top:.8em}\n"
                        + "summary{margin-top:1em;cursor:pointer}\n";
                case 1:
                    return "input,select,button{font:inherit;box-sizing:border-box;width:100%;"
                        + "min-height:2.8em;padding:.4em .6em;border:1px solid #888;"
                        + "border-radius:.4em}\n[type=checkbox]{flex:none;width:1.4em;"
                        + "min-height:1.4em;margin:0 .6em 0 0}\n"
                        + ".c{display:flex;align-items:center}.c label{margin:0}\n";
                default:
                    return ".h{margin:0;font-size:.9em;opacity:.8}\n"
                        + ".e{margin:.1em 0;color:#b00020}\n"
                        + "@media(prefers-color-scheme:dark){.e{color:#ff8a8a}}\n"
                        + "button{background:#0a5fb4;color:#fff;border:0;font-weight:700}\n"
                        + "</style>\n";
            }
        }
    }
}
