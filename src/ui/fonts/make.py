"""Makes the fonts of the web pages from Adobe's Source families: the weights that the pages use, one optical size between
reading text and titles, one kerning, and only some letters. They get names of their own, as the Open Font License asks
of modified versions of a font with a reserved name.

usage: make.py <folder with the unpacked npm packages source-sans 3.52.0 and source-serif 4.5.1>
needs fonttools and brotli (Debian: python3-fonttools python3-brotli)
"""

import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables.otBase import BaseTable
from fontTools.varLib.instancer import instantiateVariableFont

packages = Path(sys.argv[1])
here = Path(__file__).parent
weights = (400, 600)
# The interface has one kind of figures, those that the sans has anyway; reading text has two.
features = {"Allmende Sans": ["kern", "liga"], "Allmende Serif": ["kern", "liga", "lnum", "onum", "pnum", "tnum"]}
# Units an em, instead of a thousand: a twentieth of a pixel in the largest title, and a tenth of the bytes.
grid = 400

# What German and English are written with: all that most pages need.
latin = {*range(0x20, 0x7F), 0xA0, *map(ord, "ÄÖÜäöüßé§©«»\xad°²·½×÷‐‑‒–—‘’‚“”„†•…\u202f‹›€←↑→↓−")}
# The rest of Western Europe, and the names of most people who live here: Turkish, Polish, Czech, Slovak, Croatian,
# Hungarian, Romanian. Everything else of Latin Extended-A comes in files of its own.
neighbours = "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıŁłŃńŇňŐőŘřŚśŞşŠšŢţŤťŮůŰűŹźŻżŽžȘșȚț"
names = {
    *range(0xA0, 0x100),
    *map(ord, neighbours),
    *[0x152, 0x153, 0x2C6, 0x2DA, 0x2DC, 0x1E9E],
    *range(0x2010, 0x2028),
    *[0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2215],
} - latin
# In reading text they are rare enough to come with the names.
rare = {*map(ord, "½×÷‒†←↑→↓−²©°")}
extended = {*range(0x100, 0x180), *range(0x1E80, 0x1E86), 0x1EF2, 0x1EF3} - names

def make(family, source, axes, points, target):
    font = TTFont(packages / source)
    options = Options()
    options.layout_features = features[family]
    options.hinting = False
    options.drop_tables += ["DSIG", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    # what is left is read anew, for only then do all tables agree
    font.flavor = None
    plain = BytesIO()
    font.save(plain)
    plain.seek(0)
    font = instantiateVariableFont(TTFont(plain), axes)
    kern_alike(font)
    scale_upem(font, grid)
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 13, 14)]
    for identity, text in {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "")}.items():
        names.setName(text, identity, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(here / target)


def kern_alike(font):
    """Leaves letters as far apart at all weights as at the lightest, which nobody sees: a tenth of the bytes."""

    def without_variation(node):
        if isinstance(node, BaseTable):
            node.ensureDecompiled()
        for part in node if isinstance(node, list) else list(getattr(node, "__dict__", {}).values()):
            without_variation(part)
        for name in [name for name in getattr(node, "__dict__", {}) if name.startswith("ValueFormat")]:
            setattr(node, name, getattr(node, name) & 0x0F)
        for name in [name for name in getattr(node, "__dict__", {}) if name.endswith("Device")]:
            delattr(node, name)

    without_variation(font["GPOS"].table.LookupList)
    font["GDEF"].table.VarStore = None
    font["GDEF"].table.Version = 0x00010002


def ranges(points):
    """As CSS wants them in unicode-range."""
    found = []
    for point in sorted(points):
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return ", ".join(f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in found)


for cut, sans, serif in [("", "Upright", "Roman"), ("-italic", "Italic", "Italic")]:
    for rest, of_sans, of_serif in [("", latin, latin - rare), ("-names", names, names | rare), ("-extended", extended, extended)]:
        sans_source = f"source-sans-3.52.0/VF/SourceSans3VF-{sans}.ttf"
        serif_source = f"source-serif-4.5.1/VAR/SourceSerif4Variable-{serif}.ttf"
        make("Allmende Sans", sans_source, {"wght": weights}, of_sans, f"sans{cut}{rest}.woff2")
        make("Allmende Serif", serif_source, {"wght": weights, "opsz": 20}, of_serif, f"serif{cut}{rest}.woff2")
        if not cut:
            print(ranges(of_sans), ranges(of_serif), sep="\n\n", end="\n\n")
