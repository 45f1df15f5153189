import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { fixers } from '../fixers/index.ts';
import { pythonFiles } from '../fixers/touches.ts';
import { lineStartsOf } from '../source/core/text.ts';
import { memoryTree, overlay } from '../source/core/tree.ts';
import { createEngines } from '../source/engine/engines.ts';
import { createTally, createTrial, offersIn, saidBy, textOf } from './trial.ts';

// Runs every fixer that edits Python alone on every Python file below a folder:
// `npx tsx bench/python-fixes.ts [--only FIXER,FIXER] FOLDER…`.
// Each file becomes a repository of its own, with a template that deploys the functions which look like handlers.
// Beside the gate, whose refusals are counted by their reason, other eyes look at what would be committed: CPython
// compiles it, its comments are all there, ruff's `F` and `E9` find nothing that they did not find before, and the
// second run plans nothing.

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { only: { type: 'string' } },
});
const only = values.only?.split(',');

const wide = new Set(['ruff-fix', 'ruff-format']);
const meant = fixers.filter(
	({ id, touches, safety }) =>
		pythonFiles.every(path => touches.includes(path)) &&
		safety !== 'exec' &&
		!wide.has(id) &&
		(only === undefined || only.includes(id)),
);
const ids = new Set(meant.map(({ id }) => id));
const practices = [...new Set(meant.flatMap(({ checks }) => checks.map(check => check.split('/')[0] ?? '')))];

function* pythonBelow(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && !['.git', 'node_modules', 'tests', 'test'].includes(entry.name))
			yield* pythonBelow(path);
		else if (entry.isFile() && entry.name.endsWith('.py') && !/^(?:test_|conftest)/.test(entry.name))
			yield path;
	}
}

const trial = createTrial('file', practices);
const tally = createTally();
const engines = createEngines([]);

/** How often ruff reports each code. */
const hitsOf = (path: string, text: string): ReadonlyMap<string, number> => {
	const counts = new Map<string, number>();
	const file = { path, text, lineStarts: lineStartsOf(text) };
	for (const { code } of engines.ruff(file, { 'target-version': 'py314', lint: { select: ['F', 'E9'] } })) {
		const name = code ?? 'invalid-syntax';
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return counts;
};

const templateFor = (name: string, text: string): string | null => {
	const handlers = [...text.matchAll(/^(?:async )?def (\w+)\(\s*_?event\s*[,:]/gm)].map(
		([, found]) => found ?? '',
	);
	if (handlers.length === 0) return null;
	const one = (handler: string, at: number): readonly string[] => [
		`  Function${at}:`,
		'    Type: AWS::Serverless::Function',
		'    Properties:',
		'      CodeUri: ./',
		`      Handler: ${name.replace(/\.py$/, '')}.${handler}`,
		'      Runtime: python3.13',
		'      Timeout: 20',
	];
	return ['Transform: AWS::Serverless-2016-10-31', 'Resources:', ...handlers.flatMap(one), ''].join('\n');
};

const wrong: string[] = [];
const results: { readonly where: string; readonly before: string; readonly after: string }[] = [];
let files = 0;
let handlers = 0;

const run = async (where: string, path: string): Promise<void> => {
	const bytes = new Uint8Array(readFileSync(path));
	const text = textOf(bytes, path);
	if (!/^(?:import|from)\s/m.test(text)) return;
	files++;
	const name = basename(path);
	const template = templateFor(name, text);
	if (template !== null) handlers++;
	const given = new Map([[name, bytes]]);
	if (template !== null) given.set('template.yaml', new TextEncoder().encode(template));
	const analysis = await trial.audit(memoryTree(given, new Map()));
	for (const target of offersIn(analysis, fix => ids.has(fix.fixer))) {
		const { fixer } = target;
		const questions = await trial.questions(analysis, target);
		const answers = Object.fromEntries(questions.map(question => [question.id, question.fallback]));
		const judged = await trial.propose(analysis, target, answers);
		if (judged.outcome === 'declined') {
			tally.declined(fixer, judged.reason, path);
			continue;
		}
		tally.planned(fixer);
		const after = overlay(analysis.tree, judged.changes);
		for await (const read of after.read([name])) {
			if (!('bytes' in read)) continue;
			const now = textOf(read.bytes, name);
			results.push({ where: `${where} ${fixer}`, before: text, after: now });
			const old = new Set(text.split('\n'));
			tally.lines(fixer, now.split('\n').filter(line => !old.has(line)).length);
			const before = hitsOf(name, text);
			for (const [code, count] of hitsOf(name, now)) {
				if (count > (before.get(code) ?? 0)) wrong.push(`${where} ${fixer}: ruff finds more of ${code}`);
			}
		}
		const again = await trial.propose(await trial.audit(after), target, answers);
		if (again.outcome === 'judged') wrong.push(`${where} ${fixer}: the second run plans again`);
	}
};

/** What CPython says of each text: whether it compiles, and its comments. */
const judgedByPython = (
	texts: readonly string[],
): readonly { readonly ok: boolean; readonly comments: string }[] => {
	const script = [
		'import io, json, sys, tokenize, warnings',
		'warnings.simplefilter("ignore")',
		'out = []',
		'for text in json.load(sys.stdin):',
		'    try:',
		'        compile(text, "file.py", "exec", dont_inherit=True)',
		'        tokens = tokenize.generate_tokens(io.StringIO(text).readline)',
		'        comments = sorted(t.string.strip() for t in tokens if t.type == tokenize.COMMENT)',
		'        out.append({"ok": True, "comments": "\\n".join(comments)})',
		'    except Exception:',
		'        out.append({"ok": False, "comments": ""})',
		'print(json.dumps(out))',
	].join('\n');
	const { stdout } = spawnSync('python3', ['-c', script], {
		input: JSON.stringify(texts),
		encoding: 'utf8',
		maxBuffer: 1e9,
	});
	const read: readonly { readonly ok: boolean; readonly comments: string }[] = JSON.parse(stdout);
	return read;
};

for (const folder of positionals) {
	for (const path of pythonBelow(folder)) {
		if (statSync(path).size > 200_000) continue;
		const where = relative(folder, path);
		try {
			await run(where, path);
		} catch (thrown) {
			wrong.push(`${where}: ${saidBy(thrown)}`);
		}
	}
}
const before = judgedByPython(results.map(result => result.before));
const after = judgedByPython(results.map(result => result.after));
results.forEach(({ where }, at) => {
	if (before[at]?.ok === true && after[at]?.ok !== true)
		wrong.push(`${where}: CPython cannot compile it any more`);
	const kept = new Set(after[at]?.comments.split('\n'));
	const lost = before[at]?.comments.split('\n').filter(comment => comment !== '' && !kept.has(comment)) ?? [];
	// `# noqa` that the fix makes needless may go with it.
	if (after[at]?.ok === true && lost.some(comment => !comment.startsWith('# noqa')))
		wrong.push(`${where}: comments are gone: ${lost.join(' ')}`);
});

console.log(`${files} files, ${handlers} of them with handlers; ${results.length} plans read by CPython`);
tally.print(wrong);
