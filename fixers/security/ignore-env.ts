import { environmentFileUses } from '../../source/core/env-file-use.ts';
import { declined } from '../../source/core/fixer.ts';
import { eolOf } from '../../source/core/text.ts';
import { defineFixer } from '../define.ts';

// https://git-scm.com/docs/gitignore

const path = '.gitignore';
const rule = '.env';

const isTracked = (name: string): boolean => /(?:^|\/)\.env$/.test(name);

export default defineFixer({
	id: 'ignore-env',
	title: 'Let git ignore `.env`',
	checks: ['secrets/ignore'],
	safety: 'safe',
	needs: ['files', 'modules', 'ignores'],
	touches: ['.gitignore'],
	after: [],
	safetyNote:
		'Only git reads the file, and a rule in it says nothing of what is tracked already. Where a `.env` is tracked the fix ' +
		'declines, because it would look as if that were settled.',
	isReady: (_, { facts }) => ![...facts.files.keys()].some(isTracked),
	questions: () => [],
	reads: () => [path],
	plan({ facts, texts }) {
		const tracked = [...facts.files.keys()].find(isTracked);
		if (tracked !== undefined)
			return declined(
				`\`${tracked}\` is tracked, and a rule would not change that; take it out of git first`,
			);
		if (environmentFileUses(facts).length === 0) return declined('nothing here reads a `.env` file');
		const text = texts.get(path);
		const said = {
			outcome: 'plan' as const,
			area: 'security',
			summary: 'ignore .env',
			changed: ['`.gitignore` names `.env`, so that git does not add it.'],
			atRunTime: 'Nothing.',
			followUps: [],
		};
		if (text === undefined) {
			if (facts.ignores.has(path)) return declined(`\`${path}\` cannot be read`);
			return { ...said, edits: [{ kind: 'create', path, text: `${rule}\n` }] };
		}
		const eol = eolOf(text);
		// A file that ends without a newline still does.
		const ends = text === '' || /[\r\n]$/.test(text);
		const added = { start: text.length, end: text.length, text: ends ? rule + eol : eol + rule };
		return { ...said, edits: [{ kind: 'splice', path, splices: [added] }] };
	},
});
