import type { IBufferCell, Terminal } from '@xterm/headless';

// A terminal's screen as a picture: one `text` element for each run of equal style, fixed cells, no fonts embedded.

const cell = { width: 8.4, height: 18 } as const;
const margin = 14;
const ground = '#1e2127';
const ink = '#d7dae0';
/** The sixteen colours of the terminal. */
const colours = [
	'#3f4451',
	'#e05561',
	'#8cc265',
	'#d18f52',
	'#4aa5f0',
	'#c162de',
	'#42b3c2',
	'#d7dae0',
	'#7a8394',
	'#ff616e',
	'#a5e075',
	'#f0a45d',
	'#4dc4ff',
	'#de73ff',
	'#4cd1e0',
	'#ffffff',
] as const;

interface Style {
	readonly front: string;
	readonly back: string | null;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly underline: boolean;
}

const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const colourAt = (isPalette: boolean, index: number): string | null =>
	isPalette ? (colours[index] ?? null) : null;

const styleOf = (at: IBufferCell): Style => {
	const front = colourAt(at.isFgPalette(), at.getFgColor()) ?? ink;
	const back = colourAt(at.isBgPalette(), at.getBgColor());
	const inverse = at.isInverse() !== 0;
	return {
		front: inverse ? (back ?? ground) : front,
		back: inverse ? front : back,
		bold: at.isBold() !== 0,
		dim: at.isDim() !== 0,
		underline: at.isUnderline() !== 0,
	};
};

const round = (value: number): string => String(Math.round(value * 10) / 10);

const runOf = (text: string, style: Style, column: number, row: number): string => {
	const x = margin + column * cell.width;
	const y = margin + row * cell.height;
	const width = text.length * cell.width;
	const back =
		style.back === null
			? ''
			: `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${cell.height}" fill="${style.back}"/>`;
	if (text.trim() === '') return back;
	const marks = [
		style.bold ? ' font-weight="bold"' : '',
		style.dim ? ' opacity="0.65"' : '',
		style.underline ? ' text-decoration="underline"' : '',
	].join('');
	return `${back}<text x="${round(x)}" y="${round(y + 13.5)}" textLength="${round(width)}" fill="${style.front}"${marks} xml:space="preserve">${escaped(text)}</text>`;
};

const rowOf = (terminal: Terminal, row: number): string => {
	const buffer = terminal.buffer.active;
	const line = buffer.getLine(buffer.viewportY + row);
	if (!line) return '';
	const parts: string[] = [];
	let run: { text: string; readonly style: Style; readonly column: number } | null = null;
	for (let column = 0; column < terminal.cols; column++) {
		const at = line.getCell(column);
		if (!at || at.getWidth() === 0) continue;
		const style = styleOf(at);
		const text = at.getChars() || ' ';
		if (run && JSON.stringify(run.style) === JSON.stringify(style)) run.text += text;
		else {
			if (run) parts.push(runOf(run.text, run.style, run.column, row));
			run = { text, style, column };
		}
	}
	if (run) parts.push(runOf(run.text, run.style, run.column, row));
	return parts.filter(part => part !== '').join('\n');
};

/** The visible screen as an SVG document. */
export const svgOf = (terminal: Terminal, title: string): string => {
	const width = round(terminal.cols * cell.width + 2 * margin);
	const height = round(terminal.rows * cell.height + 2 * margin);
	const rows = Array.from({ length: terminal.rows }, (_, row) => rowOf(terminal, row)).filter(
		row => row !== '',
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
		`<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
		...rows,
		'</g>',
		'</svg>',
		'',
	].join('\n');
};
