import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, inFolder, nameIn } from '../../source/core/folders.ts';
import { eolOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { defineFixer } from '../define.ts';

// https://git-scm.com/docs/gitignore

const question = 'copied-aside';
const rules = '.gitignore';

/** A value looks real, and the file is one of variables: stores of keys and states are another matter. */
const isOpen = ({ level, message, at }: Finding): boolean =>
	level === 'fail' &&
	message.startsWith('Git tracks a file of variables') &&
	/^(?:\.env(?:\.[\w-]+)*|[\w-]+\.env)$/.test(nameIn(at.path));

const pathsOf = (findings: readonly Finding[]): readonly string[] => [
	...new Set(findings.filter(isOpen).map(({ at }) => at.path)),
];

const exampleFor = (path: string): string => inFolder(folderOf(path), `${nameIn(path)}.example`);

/**
 * The names of the variables, without anything that stands beside them: comments may hold values, too. A line of a key
 * that goes over several lines may end like a name, so texts in quotes and blocks are left out, and what is not
 * written like the name of a variable.
 */
const namesIn = (text: string): readonly string[] => {
	const bare = text
		.replaceAll(/=[ \t]*(["'])(?:(?!\1)[\s\S])*\1/g, '=')
		.replaceAll(/-----BEGIN [\s\S]*?(?:-----END [^\n]*|$)/g, '');
	const names = [...bare.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Z][A-Z\d]*(?:_[A-Z\d]+)*)[ \t]*=(?!=)/gm)];
	return [...new Set(names.map(([, name]) => name ?? ''))];
};

export default defineFixer({
	id: 'untrack-env',
	title: 'Take `.env` out of git',
	checks: ['secrets/tracked-files'],
	safety: 'guided',
	needs: ['paths'],
	touches: ['**/.env*', '**/*.env', '**/*.env.example', '.gitignore'],
	after: [],
	safetyNote:
		'Git deletes the file in every checkout that the commit reaches, so it asks whether a copy is kept. What the file held stays in ' +
		'the history: the values have to be revoked. The example has the names of the variables and nothing else.',
	takes: isOpen,
	questions: ({ findings }) => [
		{
			id: question,
			prompt: `Are ${pathsOf(findings)
				.map(path => `\`${path}\``)
				.join(', ')} copied aside, and are the values in them revoked?`,
			explanation:
				'Merging this commit deletes the files in your checkout and in everybody else’s. What was committed once stays in the history and has to be replaced.',
			kind: { type: 'yes-no' },
			fallback: 'no',
		},
	],
	reads: ({ findings }) => [...pathsOf(findings), rules],
	plan({ facts, findings, texts, answers }) {
		if (answers[question] !== 'yes')
			return declined(
				'merging the commit deletes the file in every checkout; copy it aside and revoke its values first',
			);
		const edits: Edit[] = [];
		const examples: string[] = [];
		const gone: string[] = [];
		const paths = pathsOf(findings);
		for (const path of paths) {
			const text = texts.get(path);
			if (text === undefined) return declined(`\`${path}\` cannot be read`);
			const names = namesIn(text);
			const example = exampleFor(path);
			edits.push({ kind: 'delete', path });
			gone.push(...(text.match(/^[ \t]*[#;].*$/gm) ?? []).map(line => line.trim()));
			if (names.length > 0 && !facts.paths.has(example)) {
				edits.push({ kind: 'create', path: example, text: names.map(name => `${name}=\n`).join('') });
				examples.push(`\`${example}\``);
			}
		}
		const wanted = [...new Set(paths.map(nameIn))];
		const old = texts.get(rules);
		if (old === undefined && facts.paths.has(rules)) return declined(`\`${rules}\` cannot be read`);
		const known = new Set((old ?? '').split(/\r?\n/).map(line => line.trim().replace(/^\/|^\*\*\//, '')));
		const missing = wanted.filter(name => !known.has(name));
		if (old === undefined) {
			edits.push({ kind: 'create', path: rules, text: missing.map(name => `${name}\n`).join('') });
		} else if (missing.length > 0) {
			const eol = eolOf(old);
			const ends = old === '' || /[\r\n]$/.test(old);
			const lines = missing.join(eol);
			const added = ends ? lines + eol : eol + lines;
			edits.push({
				kind: 'splice',
				path: rules,
				splices: [{ start: old.length, end: old.length, text: added }],
			});
		}
		const [first, ...rest] = edits;
		if (!first) return declined('no file of variables is there any more');
		return {
			outcome: 'plan',
			area: 'security',
			summary: `take ${wanted.join(', ')} out of git`,
			changed: [
				`${paths.map(path => `\`${path}\``).join(', ')} ${paths.length === 1 ? 'is' : 'are'} tracked no longer, and git ignores the name.`,
				...(examples.length > 0 ? [`${examples.join(', ')} names the variables without values.`] : []),
			],
			atRunTime:
				'What takes the file from a checkout, such as compose or a pipeline, finds none: it has to be put there.',
			followUps: [
				'Revoke every value that was in it, and set new ones where the program runs',
				'The history still holds it; `git filter-repo` rewrites it where that is needed',
			],
			edits: [first, ...rest],
			dropsComments: gone,
		};
	},
});
