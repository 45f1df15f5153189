import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { enclosing, lineOf } from '../../source/edit/python/nodes.ts';
import { quoteOf } from '../../source/edit/python/quotes.ts';
import { createSpliceSet } from '../../source/edit/splice-set.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html

const question = 'revoked';
const example = '.env.example';

const isOpen = ({ level, at }: Finding): boolean =>
	level === 'fail' && at.path.endsWith('.py') && at.line !== undefined;

/** A plain text on one line; nothing that is put together, and no bytes. */
const plain = /^[rRuU]?(["'])[^"'\\\r\n{}]*\1$/;

export default defineFixer({
	id: 'secret-from-environment',
	title: 'Take the secret from the environment',
	checks: ['secrets/generic', 'secrets/provider'],
	safety: 'guided',
	needs: [],
	touches: [...pythonFiles, example],
	after: [],
	safetyNote:
		'The literal goes, the name stays; without the variable the program says at once which one is missing. The old value is in the ' +
		'history and has to be revoked, which nobody can do from here, so it asks. Only a plain text that is assigned to a name is replaced.',
	perFile: true,
	takes: isOpen,
	questions: () => [
		{
			id: question,
			prompt: 'Are the values revoked, and are new ones set in the environment where the code runs?',
			explanation:
				'First revoke, then store the new value, for example with `aws ssm put-parameter --type SecureString`, then change the code: it stops where the variable is missing.',
			kind: { type: 'yes-no' },
			fallback: 'no',
		},
	],
	reads: ({ findings }) => [...new Set(findings.filter(isOpen).map(({ at }) => at.path)), example],
	plan({ findings, texts, answers, engines }) {
		if (answers[question] !== 'yes')
			return declined('the value has to be revoked first, since the history keeps it');
		const edits: Edit[] = [];
		const left: string[] = [];
		const variables = new Set<string>();
		const atImport = new Set<string>();
		for (const path of new Set(findings.filter(isOpen).map(({ at }) => at.path))) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const root = engines.python({ path, text, lineStarts: lineStartsOf(text) });
			const names = namesIn(root);
			const splices = createSpliceSet();
			const lines = new Set(
				findings.flatMap(finding =>
					isOpen(finding) && finding.at.path === path ? [finding.at.line ?? 0] : [],
				),
			);
			for (const line of lines) {
				const assignment = root.findAll({ rule: { kind: 'assignment' } }).find(node => {
					const [target, value] = [node.field('left'), node.field('right')];
					return target?.kind() === 'identifier' && value?.kind() === 'string' && lineOf(value) === line;
				});
				const [target, value] = [assignment?.field('left'), assignment?.field('right')];
				if (!target || !value || !plain.test(value.text())) {
					left.push(`${path}:${line}`);
					continue;
				}
				const { code, edit } = importModule(text, root, names, 'os');
				if (edit.outcome === 'declined') return edit;
				const variable = target.text().replace(/^_+/, '').toUpperCase();
				const quote = quoteOf(root);
				splices.add(edit.splices);
				splices.add([replaceNode(value, `${code}.environ[${quote}${variable}${quote}]`)]);
				variables.add(variable);
				if (!enclosing(value, ['function_definition'])) atImport.add(variable);
			}
			const edit = splices.edit(path);
			if (edit) edits.push(edit);
		}
		const [first, ...rest] = edits;
		if (!first)
			return declined(`only a plain text that is assigned to a name can be replaced (${left[0] ?? 'none'})`);
		const sample = texts.get(example);
		const missing = [...variables].filter(
			name => sample !== undefined && !new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'm').test(sample),
		);
		if (sample !== undefined && missing.length > 0) {
			const eol = eolOf(sample);
			const ends = sample === '' || /[\r\n]$/.test(sample);
			const added = missing.map(name => `${name}=`).join(eol);
			rest.push({
				kind: 'splice',
				path: example,
				splices: [{ start: sample.length, end: sample.length, text: ends ? added + eol : eol + added }],
			});
		}
		const named = [...variables].map(name => `\`${name}\``).join(', ');
		return {
			outcome: 'plan',
			area: 'security',
			summary: 'take secrets from the environment',
			changed: [
				`${named} ${variables.size === 1 ? 'comes' : 'come'} from the environment; no value is in the code.`,
				...(left.length > 0 ? [`Left as they are: ${left.slice(0, 5).join(', ')}.`] : []),
			],
			atRunTime:
				atImport.size > 0
					? `Without the variable the import of the module raises \`KeyError\`: ${[...atImport].map(name => `\`${name}\``).join(', ')}.`
					: 'Without the variable the function raises `KeyError`.',
			followUps: [
				'Set the variables wherever the code runs, the tests included',
				'The history still holds the old values; `git filter-repo` rewrites it where that is needed',
			],
			edits: [first, ...rest],
		};
	},
});
