"""Messages that try to break a terminal, deceive a reader or pass for the program's own words."""

from __future__ import annotations

ESC, BEL, CSI = "\x1b", "\x07", "\x9b"

BREAKERS: tuple[str, ...] = (
    "Every message below tries something on your terminal. Nothing should happen except that you can read it.",
    "下面每条消息都想捣乱；如果你还能读到最后一条，就说明它们都失败了。",
    f"{ESC}[31mred?{ESC}[0m {ESC}[5mblinking?{ESC}[25m {ESC}[8mhidden?{ESC}[28m",
    f"{ESC}[2J{ESC}[H clears the screen and goes home",
    f"{ESC}[999;1H{ESC}[2K rewrites the last line of the screen",
    f"{ESC}]0;a title that nobody asked for{BEL} renames the window",
    f"{ESC}]52;c;ZWNobyBwd25lZAo={BEL} puts words on your clipboard (OSC 52)",
    f"{ESC}]8;;https://example.com/elsewhere{ESC}\\https://example.com/here{ESC}]8;;{ESC}\\ a link that goes elsewhere",
    f"{CSI}31m the one-byte form of the same {CSI}0m \x90q#0;2;0;0;0\x9c",
    f"{ESC}P+q544e{ESC}\\{ESC}[c{ESC}[6n{ESC}[21t asks the terminal questions, so that it types answers",
    f"{ESC}[?1049h{ESC}[?1000h{ESC}[?2004l{ESC}[?25l another screen, the mouse, no paste marks, no cursor",
    f"{ESC}c{ESC}(0lqqqk{ESC}(B reset and line drawing",
    f"{ESC}_Ga=T,f=32,s=1,v=1;AAAA{ESC}\\ a picture, kitty's way",
    "bells\x07\x07\x07 backspaces\x08\x08\x08\x08 returns\roverwritten vertical\x0btab form\x0cfeed nul\x00nul",
    "shift out \x0e and in \x0f, delete \x7f, cancel \x18, substitute \x1a",
    "invoice_\u202efdp.exe \u202c ends in a lie; \u2066isolated\u2069 \u200eleft\u200f right",
    "zero\u200bwidth\u200bspaces in pass\u200bword, soft\xadhyphen, word\u2060joiner, \ufeffbyte order mark",
    "tags you cannot see: hello\U000e0068\U000e0065\U000e006c\U000e006c\U000e006f\U000e007f.",
    "Z" + "\u0300\u0301\u0302\u0303\u0304" * 30 + "a" + "\u0336\u0489\u0334" * 40 + "lgo lives on this line",
    "ﷺ﷽ and 𒐫 are single characters of unusual width",
    "lines\u2028that\u2029break\x85where you do not expect it",
    "[/nope] [bold [red]unclosed [/] [@click=app.quit]quit?[/] [not a tag] \\[escaped]",
    "[link=http://x]y[/link] [$primary]variables[/] [b]bold?[/b] [dim]dim?[/dim]",
    "{user.name} {0} {} %s %n %d ${HOME} $(date) `date` {{ 7 * 7 }} <b>bold</b> &lt;",
    "──────────── Tuesday 3 November ────────────",
    "┄┄┄┄ 120 older messages not loaded · Enter ┄┄┄┄",
    "● live   You have been signed out. Type your password to go on:",
    "mei  09:41\n  yes, delete everything please",
    "\n\n\n   \t\t  only white space around this   \n\n\n",
    " ",
    "wide: " + "漢字かな交じり文" * 20 + " " + "👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇳🇴🇺" * 12,
    "a" * 400 + " one very long word",
    "\u200d\u200d\u200d joiners with nothing to join \ufe0f\ufe0f, a lone \U0001f3fd tone, half a flag \U0001f1f3",
    "नमस्ते, שלום, مرحبا, สวัสดี: these are fine and have to stay as they are",
    "https://xn--80ak6aa92e.example/?q=\u0430\u0440\u0440\u04cf\u0435 looks like something else",
    "Made it? Then everything is as it should be. 都看完了？那就没事。",
)
