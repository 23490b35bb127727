"""Makes the fonts that Typst sets with from Adobe's Source families and Noto Emoji: takes static cuts, instances the
display cut, and gives them names of their own, as the Open Font License asks of modified versions of a font with a
reserved name, and so that no font of the system can take their place.

usage: make.py <folder of unpacked npm packages> <folder of @fontsource-variable/source-serif-4/files>
needs fonttools and brotli (Debian: python3-fonttools python3-brotli)
"""

import json
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

packages, variable = Path(sys.argv[1]), Path(sys.argv[2])
here = Path(__file__).parent
weights = {"Regular": 400, "Italic": 400, "SemiBold": 600, "SemiBoldItalic": 600}
kept = {0, 5, 7, 8, 9, 11, 13, 14}  # copyright, version, trademark, makers, licence


def static(package, family, cut):
    folder = {"Regular": "400Regular", "Italic": "400Regular_Italic", "SemiBold": "600SemiBold", "SemiBoldItalic": "600SemiBold_Italic"}[cut]
    return TTFont(next((packages / package / "package" / folder).glob("*.ttf")), recalcTimestamp=False)


def display():
    """The optical size for 60 points, pieced together from the subsets the web font is delivered in."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for subset in ["latin", "latin-ext", "vietnamese", "greek", "cyrillic"]:
            font = TTFont(variable / f"source-serif-4-{subset}-standard-normal.woff2")
            font.flavor = None
            instance = instantiateVariableFont(font, {"opsz": 60, "wght": 400})
            if "STAT" in instance:
                del instance["STAT"]
            path = f"{folder}/{subset}.ttf"
            instance.save(path)
            files.append(path)
        return Merger().merge(files)


def name(font, family, cut):
    plain = family.replace(" ", "")
    style = {"SemiBold": "SemiBold", "SemiBoldItalic": "SemiBold Italic"}.get(cut, cut)
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in kept]
    linked = cut if cut in ("Regular", "Italic") else ("Italic" if cut.endswith("Italic") else "Regular")
    semibold = cut.startswith("SemiBold")
    entries = {
        1: f"{family} SemiBold" if semibold else family,
        2: linked,
        3: f"{plain}-{cut}",
        4: f"{family} {style}",
        6: f"{plain}-{cut}",
    }
    if semibold:
        entries |= {16: family, 17: style}
    for identity, text in entries.items():
        table.setName(text, identity, 3, 1, 0x409)
    for tag in ("STAT", "DSIG"):
        if tag in font:
            del font[tag]
    clear_feature_names(font)
    add_unbreakable_hyphen(font)
    font["OS/2"].usWeightClass = weights[cut]
    # an emoji must not push the lines of a text apart
    font["OS/2"].sCapHeight = min(font["OS/2"].sCapHeight, round(0.67 * font["head"].unitsPerEm))
    font.save(here / f"{plain}-{cut}.ttf")


def clear_feature_names(font):
    """Names of stylistic sets point into the name table, which no longer has them."""
    for record in font["GSUB"].table.FeatureList.FeatureRecord if "GSUB" in font else []:
        record.Feature.FeatureParams = None


def add_unbreakable_hyphen(font):
    for table in font["cmap"].tables:
        if table.isUnicode() and 0x2D in table.cmap:
            table.cmap.setdefault(0x2011, table.cmap.get(0x2010, table.cmap[0x2D]))


def coverage():
    """What can be shown at all: every stack of fonts ends in these three. Ranges of code points, both ends included."""
    seen = set()
    for family in ["AllmendeSerif", "AllmendeSans", "AllmendeEmoji"]:
        cuts = [set(TTFont(file).getBestCmap()) for file in here.glob(f"{family}-*.ttf")]
        seen |= set.intersection(*cuts)
    ranges = []
    for point in sorted(seen):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    (here / "coverage.json").write_text(json.dumps(ranges) + "\n")


for package, family, cuts in [
    ("source-serif-4", "Allmende Serif", ["Regular", "Italic", "SemiBold", "SemiBoldItalic"]),
    ("source-sans-3", "Allmende Sans", ["Regular", "Italic", "SemiBold"]),
    ("source-code-pro", "Allmende Mono", ["Regular"]),
    ("noto-emoji", "Allmende Emoji", ["Regular"]),
]:
    for cut in cuts:
        name(static(package, family, cut), family, cut)
name(display(), "Allmende Display", "Regular")
coverage()
