import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isTable, tableAt } from '../source/core/data.ts';
import type { Data } from '../source/core/facts/config.ts';
import { applySplices } from '../source/core/text.ts';
import type { TemplateEdit } from '../source/edit/template.ts';
import { editTemplate } from '../source/edit/template.ts';
import { commentsOf } from '../source/edit/yaml-comments.ts';
import { longFormOf, readYaml, YamlShapeError } from '../source/edit/yaml.ts';

// Proves the template editor on every template of the folders given: `npx tsx bench/template-editor.ts FOLDER…`.
// Each resource takes a scalar, a nested property and a list item; nothing else may change.

function* filesBelow(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules')
			yield* filesBelow(path);
		else if (entry.isFile() && /\.(?:ya?ml|json|template)$/.test(entry.name)) yield path;
	}
}

const nested: Data = {
	Deep: [
		{ Name: 'a', Arn: { 'Fn::GetAtt': ['Zzz', 'Arn'] }, Version: '2012-10-17', On: 'yes' },
		{ Name: 'b: # c' },
	],
	Flag: true,
};

const tally = { files: 0, unparsed: 0, resources: 0, edits: 0, done: 0, declined: 0, wrong: 0, again: 0 };
const reasons = new Map<string, number>();
const wrong: string[] = [];
const started = performance.now();

const attempt = (path: string, text: string, edits: readonly TemplateEdit[]): void => {
	tally.edits++;
	const result = editTemplate(text, edits);
	if (result.outcome === 'declined') {
		tally.declined++;
		const reason = result.reason.replaceAll(/`[^`]*`/g, '`…`');
		reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
		if (/would (?:change|not parse)/.test(reason))
			wrong.push(`${path}: ${JSON.stringify(edits[0])}: ${reason}`);
		return;
	}
	const after = applySplices(text, result.splices);
	const removed = result.splices.some(({ start, end }) => text.slice(start, end).trim() !== '');
	const kept = commentsOf(after).join('\n') === commentsOf(text).join('\n');
	const bare = /(?<!\r)\n/.test(after) && !/(?<!\r)\n/.test(text);
	if (removed || !kept || (bare && text.includes('\n'))) {
		tally.wrong++;
		wrong.push(
			`${path}: ${JSON.stringify(edits[0])}: removed ${removed}, comments ${kept}, line ends ${!bare}`,
		);
		return;
	}
	const second = editTemplate(
		after,
		edits.filter(({ kind }) => kind === 'insert'),
	);
	if (second.outcome === 'spliced' && second.splices.length === 0) tally.again++;
	tally.done++;
};

for (const folder of process.argv.slice(2)) {
	for (const path of filesBelow(folder)) {
		if (statSync(path).size > 1024 * 1024) continue;
		const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
		if (!/["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::/.test(text)) continue;
		tally.files++;
		const reading = readYaml(text);
		let value: Data = null;
		try {
			if (reading.ok) value = longFormOf(reading.yaml);
		} catch (thrown) {
			if (!(thrown instanceof YamlShapeError)) throw thrown;
		}
		if (!reading.ok || value === null) {
			tally.unparsed++;
			continue;
		}
		const resources = Object.entries(tableAt(value, ['Resources']) ?? {}).filter(([, resource]) =>
			isTable(resource),
		);
		for (const [id, resource] of resources.slice(0, 25)) {
			tally.resources++;
			const at = ['Resources', id, ...(tableAt(resource, ['Properties']) ? ['Properties'] : [])];
			attempt(path, text, [
				{ kind: 'insert', path: at, key: 'Zzz', value: 29 },
				{ kind: 'insert', path: at, key: 'Yyy', value: nested },
				{
					kind: 'insert',
					path: ['Resources'],
					key: `${id}Zzz`,
					value: { Type: 'AWS::X::Y', Properties: nested },
					after: id,
				},
			]);
			for (const [key, property] of Object.entries(tableAt(resource, ['Properties']) ?? {})) {
				if (!Array.isArray(property)) continue;
				attempt(path, text, [
					{
						kind: 'append',
						path: ['Resources', id, 'Properties', key],
						value: { Sid: 'Zzz', Deny: ['*', 'a:b'] },
					},
				]);
				break;
			}
		}
	}
}
process.stdout.write(
	`${JSON.stringify({ ...tally, seconds: Math.round(performance.now() - started) / 1000 }, null, 1)}\n`,
);
for (const [reason, count] of [...reasons].toSorted(([, a], [, b]) => b - a))
	process.stdout.write(`${count}  ${reason}\n`);
for (const line of wrong.slice(0, 30)) process.stdout.write(`! ${line}\n`);
