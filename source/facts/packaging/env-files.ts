import type { LiteralVariable } from '../../core/facts/environment.ts';
import { defineFileGatherer } from '../../core/gather.ts';

// https://direnv.net/man/direnv-stdlib.1.html

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(?:"([^"]*)"|'([^']*)'|(\S*))/;
const secretName =
	/(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PWD|CREDENTIALS?|PRIVATE_KEY|API_?KEY|ACCESS_KEY(?:_ID)?)(?:_|$)/i;
/** Forms of keys that services hand out. */
const key =
	/^(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|sk-[\w-]{20,}|xox[abprs]-[\w-]{10,}|glpat-[\w-]{20,}|(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9/+]{40})$/;
/** What stands for a value, or is none to hide. */
const placeholder =
	/^(?:|<.*>|\.\.\.|x+|\*+|change.?me|todo|none|null|true|false|test(?:ing)?|dummy|fake|example|local(?:stack|host)?|dev|development|password|secret|postgres|your[-_ ].*|my[-_ ].*)$/i;

export default defineFileGatherer({
	fact: 'envFiles',
	version: 1,
	wave: 'config',
	wants: path => path === '.envrc' || path.endsWith('/.envrc'),
	extract(file) {
		const literals: LiteralVariable[] = [];
		for (const [at, text] of file.text.split(/\r?\n/).entries()) {
			const match = assignment.exec(text);
			const name = match?.[1] ?? '';
			const value = match?.[2] ?? match?.[3] ?? match?.[4] ?? '';
			// Taken from elsewhere: `$(op read …)`, `${TOKEN}`, a path.
			if (/[$`]/.test(value) || placeholder.test(value)) continue;
			if (key.test(value)) literals.push({ name, line: at + 1, form: 'key' });
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
