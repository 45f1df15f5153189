import { defineFileGatherer } from '../../core/gather.ts';
import type { SourceFile } from '../../core/gather.ts';
import type { SecretSite, SecretSuppression } from '../../core/facts/secrets.ts';
import type { SecretRange } from '../../core/secrets/scan.ts';
import { lineAt, positionAt } from '../../core/text.ts';
import { suppressionAt } from '../../edit/suppressions.ts';

const text =
	/\.(?:py|pyi|pyx|ipynb|[cm]?[jt]sx?|vue|svelte|json|json5|jsonc|ya?ml|toml|ini|cfg|conf|config|properties|env|envrc|sh|bash|zsh|fish|ps1|bat|cmd|tf|tfvars|hcl|tfstate|xml|html?|md|mdx|rst|txt|adoc|sql|rb|go|java|kt|cs|php|rs|swift|scala|pem|key|asc|ppk|j2|jinja2?|tpl|tmpl|template|graphql|gradle|service|http|log|csv|pypirc|netrc|npmrc|pgpass|dockercfg|htpasswd)$/i;
const named =
	/(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.?env|Dockerfile[\w.-]*|Containerfile|Makefile|Jenkinsfile|Procfile|Vagrantfile|Justfile|\.git-credentials|credentials|config|id_(?:rsa|dsa|ecdsa|ed25519))$/;
/** Lists of hashes, what tools wrote, and what scanners know already. */
const left =
	/(?:^|\/)(?:[\w.-]*\.lock|package-lock\.json|pnpm-lock\.yaml|npm-shrinkwrap\.json|go\.sum|\.secrets\.baseline|\.gitleaks[\w.]*|\.secretlint\w*[\w.]*|[\w.-]*\.min\.js|[\w.-]*\.map)$/i;

const silenced = {
	ids: ['8.3', 'secrets', 'secrets/provider', 'secrets/generic'],
	codes: ['S105', 'S106', 'S107'],
};

const scanner =
	/gitleaks:allow|pragma: ?(?:allow|white)list[ -](?:nextline[ -])?secret|secretlint-disable(?:-line|-next-line)?|ggignore|trufflehog:ignore/;

/** `secretlint-disable` holds until `secretlint-enable`. */
const isSwitchedOff = (file: SourceFile, offset: number): boolean => {
	const before = file.text.slice(0, offset);
	const off = /.*\bsecretlint-disable(?!-)\b/s.exec(before)?.[0].length ?? 0;
	return off > 0 && before.lastIndexOf('secretlint-enable') < off - 1;
};

const accepted = (file: SourceFile, offset: number, line: number): SecretSuppression | null => {
	const here = lineAt(file, line);
	const above = lineAt(file, line - 1);
	const own = suppressionAt(file, line, line, silenced);
	if (own?.by === 'bp-audit') return own;
	const isMarked =
		(scanner.test(here) && !/next-?line/.test(here)) ||
		/secretlint-disable-next-line|allowlist[ -]nextline[ -]secret/.test(above);
	if (isMarked || (file.text.includes('secretlint-disable') && isSwitchedOff(file, offset)))
		return { by: 'scanner', reason: '' };
	return own;
};

/** In Python, a literal of three quotes that begins its line is a docstring; one that is assigned is a value. */
const isInDocstring = ({ path, text: whole }: SourceFile, offset: number): boolean => {
	if (!path.endsWith('.py')) return false;
	const before = whole.slice(0, offset);
	return ['"""', "'''"].some(quotes => {
		if (before.split(quotes).length % 2 === 1) return false;
		const opening = before.lastIndexOf(quotes);
		return /(?:^|\n)[ \t]*[rRuU]?$/.test(before.slice(0, opening));
	});
};

const plainName = /^-{0,2}[A-Za-z_][\w.-]{0,60}$/;
const nameOf = ({ name }: SecretRange): string | null =>
	name !== null && plainName.test(name) && !/\d{4}/.test(name) ? name : null;

/** Lines around the id of a key where its secret may stand. */
const near = 3;

/** Where secrets stand in text files; found before the text was emptied of them, see `core/secrets`. */
export default defineFileGatherer({
	fact: 'secrets',
	version: 1,
	wave: 'code',
	wants: path => (text.test(path) || named.test(path)) && !left.test(path),
	extract(file) {
		const counted = (file.secrets ?? []).filter(({ counts }) => counts !== 'no');
		if (counted.length === 0) return null;
		const lines = counted.map(({ start }) => positionAt(file.lineStarts, start).line);
		const sites = counted.map((range, at): SecretSite => {
			const line = lines[at] ?? 1;
			return {
				kind: range.kind,
				line,
				name: nameOf(range),
				isSure: range.counts === 'sure',
				isLocal: range.isLocal === true,
				isDocumentation: isInDocstring(file, range.start),
				hasPartner:
					range.kind === 'aws-access-key-id' &&
					counted.some(
						({ kind }, other) => kind === 'aws-secret-key' && Math.abs((lines[other] ?? 0) - line) <= near,
					),
				suppression: accepted(file, range.start, line),
			};
		});
		// One line, one secret of a kind: a connection string repeats itself.
		const seen = new Set<string>();
		return sites.filter(({ kind, line, name }) => {
			const key = `${kind}\0${line}\0${name ?? ''}`;
			return !seen.has(key) && seen.add(key);
		});
	},
});
