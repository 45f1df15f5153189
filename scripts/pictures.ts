import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import { recordedRows } from './recorded.ts';
import { svgOf } from './svg.ts';

// Takes the pictures of docs/screens.md from the playground's recorded screens: `npm run pictures`.

const size = { cols: 100, rows: 28 };

/** Names of the playground's screens, and what each picture shows. */
const taken = [
	['list', 'The list of practices, and why one matters'],
	['evidence', 'Every place where it was found'],
	['preview', 'The diff of a fix, before anything is written'],
	['committed', 'A fix that was committed'],
	['batch', 'Many fixes at once'],
	['question', 'A question that a fix asks first'],
	['waive', 'A waiver, step by step'],
	['log', 'The fix log, with what was undone'],
	['summary', 'The summary, and what to do next'],
	['help', 'All keys, to be searched and run'],
] as const;

const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url));
mkdirSync(folder, { recursive: true });

for (const [name, title] of taken) {
	const rows = await recordedRows(name, size, { color: true, ascii: false }, { isCalm: true });
	const terminal = new xterm.Terminal({ ...size, allowProposedApi: true, logLevel: 'off' });
	await new Promise<void>(resolve => {
		terminal.write(rows.join('\r\n'), resolve);
	});
	writeFileSync(`${folder}${name}.svg`, svgOf(terminal, title));
	terminal.dispose();
}

const page = [
	'# Screens of the guided session',
	'',
	'Pictures of recorded data, made by `npm run pictures`; `npm run playground` flips through all screens in a terminal.',
	'',
	...taken.flatMap(([name, title]) => [`## ${title}`, '', `![${title}](screens/${name}.svg)`, '']),
];
writeFileSync(`${folder}../screens.md`, page.join('\n').trimEnd().concat('\n'));
console.log(`Written: docs/screens.md and ${String(taken.length)} pictures`);
