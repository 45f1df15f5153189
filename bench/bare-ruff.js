import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';

// The least that a linter could do with the same bytes: one process, one workspace, the same settings and codes.

const [folder = '.', settings = '{}'] = process.argv.slice(2);
const workspace = new Workspace(JSON.parse(settings), PositionEncoding.Utf16);
let files = 0;
let bytes = 0;
let hits = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
	if (!entry.isFile() || !entry.name.endsWith('.py')) continue;
	const content = readFileSync(join(entry.parentPath, entry.name));
	files++;
	bytes += content.length;
	hits += workspace.check(content.toString('utf8')).length;
}
console.log(JSON.stringify({ files, bytes, hits }));
