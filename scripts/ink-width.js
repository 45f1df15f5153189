import stringWidth from 'string-width';

// Takes the place of `widest-line` in the bundle, which Ink asks twice for each row of each frame: most rows are made
// of characters whose width is known. The answers are the same.

// oxlint-disable-next-line no-control-regex
const colours = /\u001B\[[\d;]*m/g;
const plain = /^[ -~✓✗–●○▸→↑↓…│─█░■·−]*$/;

const widthOf = line => (plain.test(line) ? line.length : stringWidth(line));

export default function widestLine(text) {
	return Math.max(0, ...text.replaceAll(colours, '').split('\n').map(widthOf));
}
