import type { LiteralVariable } from '../../core/facts/environment.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';

// https://direnv.net/man/direnv-stdlib.1.html

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(?:"([^"]*)"|'([^']*)'|(\S*))/;
const secretName =
	/(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PWD|CREDENTIALS?|PRIVATE_KEY|API_?KEY|ACCESS_KEY(?:_ID)?)(?:_|$)/i;
/** What stands for a value, or is none to hide. */
const placeholder =
	/^(?:|<.*>|\.\.\.|x+|\*+|change.?me|todo|none|null|true|false|test(?:ing)?|dummy|fake|example|local(?:stack|host)?|dev|development|password|secret|postgres|your[-_ ].*|my[-_ ].*)$/i;

export default defineFileGatherer({
	fact: 'envFiles',
	version: 2,
	wave: 'config',
	wants: path => path === '.envrc' || path.endsWith('/.envrc'),
	extract(file) {
		const literals: LiteralVariable[] = [];
		const keys = new Set(
			(file.secrets ?? [])
				.filter(({ kind }) => kind !== 'assigned')
				.map(({ start }) => positionAt(file.lineStarts, start).line),
		);
		for (const [at, text] of file.text.split(/\r?\n/).entries()) {
			const match = assignment.exec(text);
			const name = match?.[1] ?? '';
			const value = match?.[2] ?? match?.[3] ?? match?.[4] ?? '';
			// Taken from elsewhere: `$(op read …)`, `${TOKEN}`, a path.
			if (/[$`]/.test(value) || placeholder.test(value)) continue;
			if (keys.has(at + 1)) literals.push({ name, line: at + 1, form: 'key' });
			else if (secretName.test(name) && !/^(?:[./~]|\d+$|https?:)/.test(value))
				literals.push({ name, line: at + 1, form: 'word' });
		}
		return {
			literals,
			activates: /\buv\s+(?:sync|venv)\b|^\s*layout\s+(?:uv|python|poetry|pipenv)|\bactivate\b/m.test(
				file.text,
			),
		};
	},
});
