// https://packaging.python.org/en/latest/specifications/dependency-specifiers/

/** A dependency as PEP 508 writes it. */
export interface Requirement {
	/** In lower case, with `-` for `_` and `.`. */
	readonly name: string;
	readonly extras: readonly string[];
	/** `>=1,<2`, as written; empty where any version will do. */
	readonly specifier: string;
	/** Offsets of the specifier in the text, brackets included; equal where there is none. */
	readonly specifierStart: number;
	readonly specifierEnd: number;
	readonly url: string | null;
	readonly marker: string | null;
}

export const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** Reads one dependency; null for what is none. */
export const readRequirement = (text: string): Requirement | null => {
	const head = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*/.exec(text);
	if (!head?.[1]) return null;
	const start = head[0].length;
	const rest = text.slice(start);
	const extras = (head[2] ?? '')
		.split(',')
		.map(extra => normalName(extra.trim()))
		.filter(extra => extra !== '')
		.toSorted();
	const base = { name: normalName(head[1]), extras, specifierStart: start, specifierEnd: start };
	if (rest.startsWith('@')) {
		const marker = /\s;\s*(.*)$/.exec(rest);
		const url = rest.slice(1, marker ? marker.index : undefined).trim();
		return { ...base, specifier: '', url, marker: marker?.[1]?.trim() ?? null };
	}
	const semicolon = rest.indexOf(';');
	const written = (semicolon < 0 ? rest : rest.slice(0, semicolon)).trimEnd();
	const specifier = written.replace(/^\((.*)\)$/, '$1').trim();
	if (specifier !== '' && !/^(?:===|~=|==|!=|<=|>=|<|>)/.test(specifier)) return null;
	return {
		...base,
		specifier,
		specifierEnd: start + written.length,
		url: null,
		marker: semicolon < 0 ? null : rest.slice(semicolon + 1).trim(),
	};
};

// https://packaging.python.org/en/latest/specifications/version-specifiers/#appendix-parsing-version-strings-with-regular-expressions
const pep440 =
	/^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const phases: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' };

/** A version in one spelling: `v1.0-alpha` and `1a0` are the same. */
export const normalVersion = (version: string): string => {
	const match = pep440.exec(version.trim().toLowerCase());
	if (!match) return version.trim().toLowerCase();
	const [
		,
		epoch = '0',
		release = '',
		pre,
		preNumber,
		implicitPost,
		post,
		postNumber,
		dev,
		devNumber,
		local = '',
	] = match;
	const phase = pre === undefined ? '' : `${phases[pre] ?? pre}${Number(preNumber)}`;
	const after = implicitPost ?? (post === undefined ? undefined : postNumber);
	return [
		`${Number(epoch)}!${release
			.split('.')
			.map(Number)
			.join('.')
			.replace(/(?:\.0)+$/, '')}`,
		phase,
		after === undefined ? '' : `.post${Number(after)}`,
		dev === undefined ? '' : `.dev${Number(devNumber)}`,
		local === '' ? '' : `+${local.replaceAll(/[-_]/g, '.')}`,
	].join('');
};

/** Clauses of a specifier in one spelling, sorted. */
export const normalSpecifier = (specifier: string): string =>
	specifier
		.split(',')
		.map(clause => clause.trim())
		.filter(clause => clause !== '')
		.map(clause => {
			const match = /^(===|~=|==|!=|<=|>=|<|>)\s*(.+)$/.exec(clause);
			const [, operator = '', version = ''] = match ?? [];
			// `~=1.0` and `~=1`, `==1.0.*` and `==1.*` differ.
			const isExact = operator === '~=' || operator === '===' || version.endsWith('.*');
			return operator + (isExact ? version.toLowerCase() : normalVersion(version));
		})
		.toSorted()
		.join(',');

/** `==1.2.3` alone: one version and no other. */
export const exactVersion = (specifier: string): string | null => {
	const match = /^===?\s*([^,*\s]+)$/.exec(specifier.trim());
	return match?.[1] ?? null;
};
