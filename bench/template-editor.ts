import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isList, isTable, sameData, tableAt } from '../source/core/data.ts';
import type { Data, Table } from '../source/core/facts/config.ts';
import type { Parsed } from '../source/core/facts.ts';
import type { Path, TemplateFile } from '../source/core/facts/templates.ts';
import type { Splice } from '../source/core/tree.ts';
import { applySplices, lineStartsOf } from '../source/core/text.ts';
import type { TemplateEdit } from '../source/edit/template.ts';
import { editTemplate } from '../source/edit/template.ts';
import { commentsOf } from '../source/edit/yaml-comments.ts';
import { longFormOf, readYaml, YamlShapeError } from '../source/edit/yaml.ts';
import { createEngines } from '../source/engine/engines.ts';
import buckets from '../source/facts/templates/buckets.ts';
import functions from '../source/facts/templates/functions.ts';
import templates from '../source/facts/templates/templates.ts';

// Proves the template model and the template editor on every template of the folders given:
// `npx tsx bench/template-editor.ts FOLDER…`.
// The model reads each file, alone and beside the others of its folder, and may not throw. Then each resource and
// each function of Serverless takes a scalar, a nested property, a neighbour and a list item, and gives another value
// to the first scalar it has. What comes out is parsed anew and compared with a tree that is built here, not by the
// editor; an insertion may take no line away, a change may touch the lines of its value.

function* filesBelow(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules')
			yield* filesBelow(path);
		else if (entry.isFile() && /\.(?:ya?ml|json|template)$/.test(entry.name)) yield path;
	}
}

/** Of one template; more of them show nothing new. */
const mostResources = 6;

const nested: Data = {
	Deep: [
		{ Name: 'a', Arn: { 'Fn::GetAtt': ['Zzz', 'Arn'] }, Version: '2012-10-17', On: 'yes' },
		{ Name: 'b: # c' },
	],
	Flag: true,
};

const tally = {
	files: 0,
	unparsed: 0,
	modelled: 0,
	functions: 0,
	buckets: 0,
	crashes: 0,
	resources: 0,
	inserts: 0,
	changes: 0,
	done: 0,
	declined: 0,
	again: 0,
	wrong: 0,
};
const reasons = new Map<string, number>();
const wrong: string[] = [];
const started = performance.now();

const fail = (path: string, what: string): void => {
	tally.wrong++;
	wrong.push(`${path}: ${what}`);
};

/** The tree with another value somewhere; only maps and lists that are there are followed. */
const withValue = (tree: Data, path: Path, change: (old: Data | undefined) => Data): Data => {
	const [key, ...rest] = path;
	if (key === undefined) return change(tree);
	if (isList(tree)) return tree.map((item, at) => (at === key ? withValue(item, rest, change) : item));
	const table = isTable(tree) ? tree : {};
	const old = table[String(key)];
	return { ...table, [key]: rest.length === 0 ? change(old) : withValue(old ?? {}, rest, change) };
};

const intended = (tree: Data, edits: readonly TemplateEdit[]): Data =>
	edits.reduce<Data>((at, edit) => {
		if (edit.kind === 'insert')
			return withValue(at, edit.path, old => ({ ...(isTable(old) ? old : {}), [edit.key]: edit.value }));
		if (edit.kind === 'replace') return withValue(at, edit.path, () => edit.value);
		if (edit.kind === 'append')
			return withValue(at, edit.path, old => [...(isList(old) ? old : []), edit.value]);
		return at;
	}, tree);

const treeOf = (text: string): Data | null => {
	const reading = readYaml(text);
	if (!reading.ok) return null;
	try {
		return longFormOf(reading.yaml);
	} catch (thrown) {
		if (!(thrown instanceof YamlShapeError)) throw thrown;
		return null;
	}
};

/** Whether a change touches the lines of one value alone; a scalar may stand on several and then goes whole. */
const staysInValue = (text: string, splices: readonly Splice[]): boolean =>
	splices.length <= 1 &&
	splices.every(({ start, end }) => !/\n\s*[\w'"]+:(?:\s|$)/.test(text.slice(start, end)));

const attempt = (path: string, text: string, tree: Data, edits: readonly TemplateEdit[]): void => {
	const isChange = edits.some(({ kind }) => kind === 'replace');
	tally[isChange ? 'changes' : 'inserts']++;
	const result = editTemplate(text, edits);
	if (result.outcome === 'declined') {
		tally.declined++;
		const reason = result.reason.replaceAll(/`[^`]*`/g, '`…`');
		reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
		if (/would (?:change|not parse)/.test(reason))
			fail(path, `${JSON.stringify(edits[0])}: ${result.reason}`);
		return;
	}
	const after = applySplices(text, result.splices);
	const read = treeOf(after);
	if (read === null || !sameData(read, intended(tree, edits)))
		return fail(path, `another tree after ${JSON.stringify(edits[0])}`);
	const removed = result.splices.some(({ start, end }) => text.slice(start, end).trim() !== '');
	if (removed && !isChange) return fail(path, `text is gone after ${JSON.stringify(edits[0])}`);
	if (isChange && !staysInValue(text, result.splices))
		return fail(path, `other lines differ after ${JSON.stringify(edits[0])}`);
	if (commentsOf(after).join('\n') !== commentsOf(text).join('\n')) return fail(path, 'comments differ');
	if (text.includes('\n') && /(?<!\r)\n/.test(after) && !/(?<!\r)\n/.test(text))
		return fail(path, 'line ends differ');
	const second = editTemplate(
		after,
		edits.filter(({ kind }) => kind !== 'append'),
	);
	if (second.outcome === 'spliced' && applySplices(after, second.splices) === after) tally.again++;
	tally.done++;
};

const otherValue = (value: Data | undefined): boolean | number | string | null => {
	if (typeof value === 'boolean') return !value;
	if (typeof value === 'number') return value + 1;
	return typeof value === 'string' ? 'zzz' : null;
};

const tryEdits = (
	path: string,
	text: string,
	tree: Data,
	at: Path,
	own: Table,
	neighbour: Path | null,
): void => {
	tally.resources++;
	attempt(path, text, tree, [
		{ kind: 'insert', path: at, key: 'Zzz', value: 29 },
		{ kind: 'insert', path: at, key: 'Yyy', value: nested },
	]);
	const id = neighbour?.at(-1);
	if (neighbour && id !== undefined)
		attempt(path, text, tree, [
			{
				kind: 'insert',
				path: neighbour.slice(0, -1),
				key: `${id}Zzz`,
				value: { Type: 'AWS::X::Y', Properties: nested },
				after: String(id),
			},
		]);
	const list = Object.entries(own).find(([, value]) => isList(value));
	if (list)
		attempt(path, text, tree, [
			{ kind: 'append', path: [...at, list[0]], value: { Sid: 'Zzz', Deny: ['*', 'a:b'] } },
		]);
	const scalar = Object.entries(own).find(([, value]) => otherValue(value) !== null);
	const value = otherValue(scalar?.[1]);
	if (scalar && value !== null)
		attempt(path, text, tree, [{ kind: 'replace', path: [...at, scalar[0]], value }]);
};

const engines = createEngines([]);

for (const folder of process.argv.slice(2)) {
	const facts = new Map<string, Parsed<TemplateFile>>();
	const paths = new Map<string, { readonly size: number }>();
	for (const path of filesBelow(folder)) {
		const { size } = statSync(path);
		if (size > 1024 * 1024) continue;
		const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
		const name = relative(folder, path);
		paths.set(name, { size });
		try {
			const value = templates.wants(name)
				? templates.extract({ path: name, text, lineStarts: lineStartsOf(text) }, engines, undefined)
				: null;
			if (value) facts.set(name, { ok: true, value });
			if (value?.outcome === 'read') {
				tally.modelled++;
				const alone = new Map([[name, { ok: true, value } as const]]);
				functions.derive({ paths, templates: alone, dockerfiles: new Map() });
				buckets.derive({ templates: alone });
			}
		} catch (thrown) {
			tally.crashes++;
			fail(path, `the model threw: ${String(thrown)}`);
		}
		const isServerless = /(?:^|\/)serverless[\w.-]*\.(?:ya?ml|json)$/.test(name) && /\bprovider\b/.test(text);
		if (!isServerless && !/["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::/.test(text)) continue;
		tally.files++;
		const tree = treeOf(text);
		if (tree === null) {
			tally.unparsed++;
			continue;
		}
		const resources = Object.entries(tableAt(tree, ['Resources']) ?? {});
		for (const [id, resource] of resources.slice(0, mostResources)) {
			if (!isTable(resource)) continue;
			const at = ['Resources', id, ...(tableAt(resource, ['Properties']) ? ['Properties'] : [])];
			tryEdits(path, text, tree, at, tableAt(tree, at) ?? {}, ['Resources', id]);
		}
		for (const [id, lambda] of isServerless ? Object.entries(tableAt(tree, ['functions']) ?? {}) : []) {
			if (isTable(lambda)) tryEdits(path, text, tree, ['functions', id], lambda, null);
		}
	}
	try {
		tally.functions += functions.derive({ paths, templates: facts, dockerfiles: new Map() }).functions.length;
		tally.buckets += buckets.derive({ templates: facts }).length;
	} catch (thrown) {
		tally.crashes++;
		fail(folder, `the model threw: ${String(thrown)}`);
	}
}
process.stdout.write(
	`${JSON.stringify({ ...tally, seconds: Math.round(performance.now() - started) / 1000 }, null, 1)}\n`,
);
for (const [reason, count] of [...reasons].toSorted(([, a], [, b]) => b - a))
	process.stdout.write(`${count}  ${reason}\n`);
for (const line of wrong.slice(0, 30)) process.stdout.write(`! ${line}\n`);
process.exitCode = tally.wrong === 0 ? 0 : 1;
