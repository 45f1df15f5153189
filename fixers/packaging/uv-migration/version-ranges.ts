// Poetry's ranges in the terms of PEP 440. https://python-poetry.org/docs/dependency-specification/#version-constraints

/** A specifier, or why there is none. */
export type Converted =
	| { readonly ok: true; readonly specifier: string }
	| { readonly ok: false; readonly problem: string };

interface Interval {
	/** Inclusive; empty for no bound. */
	readonly low: string;
	/** Exclusive; empty for no bound. */
	readonly high: string;
}

const versionParts =
	/^v?(\d+(?:\.\d+)*)((?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev|post|rev|r)[-_.]?\d*)*(?:\+[\w.]+)?)$/i;

const releaseOf = (version: string): readonly number[] | null => {
	const match = versionParts.exec(version);
	return match?.[1] === undefined ? null : match[1].split('.').map(Number);
};

const bumped = (release: readonly number[], at: number): string =>
	release
		.slice(0, at + 1)
		.map((part, index) => (index === at ? part + 1 : part))
		.join('.');

const caret = (version: string): Interval | null => {
	const release = releaseOf(version);
	if (!release) return null;
	const first = release.findIndex(part => part !== 0);
	return { low: version, high: bumped(release, first < 0 ? release.length - 1 : first) };
};

const tilde = (version: string): Interval | null => {
	const release = releaseOf(version);
	return release && { low: version, high: bumped(release, Math.min(1, release.length - 1)) };
};

const clause = /^(\^|~=|~|===|==|=|!=|>=|<=|>|<)?\s*(\S+)$/;

const isFinal = (version: string): boolean => /^v?\d+(?:\.\d+)*$/.test(version);

const compatible = (version: string): string => {
	const range = tilde(version);
	// `~=1.2.3` says the same and is what people write.
	if (/^\d+\.\d+\.\d+$/.test(version)) return `~=${version}`;
	return range ? `>=${range.low},<${range.high}` : '';
};

/** One clause as clauses of PEP 440; null where it is not understood, empty where it says nothing. */
const convertClause = (text: string): string | null => {
	const [, operator = '', raw = ''] = clause.exec(text.trim()) ?? [];
	const version = raw.replace(/^v(?=\d)/, '');
	if (version === '*' && (operator === '' || operator === '==' || operator === '=' || operator === '>='))
		return '';
	const wild = /^(\d+(?:\.\d+)*)(?:\.[*xX])+$/.exec(version)?.[1];
	if (wild !== undefined) {
		if (operator === '!=') return `!=${wild}.*`;
		if (operator === '' || operator === '==' || operator === '=') return `==${wild}.*`;
		return operator === '>=' ? `>=${wild}` : null;
	}
	if (releaseOf(version) === null) return null;
	switch (operator) {
		case '^': {
			const range = caret(version);
			return range && `>=${range.low},<${range.high}`;
		}
		case '~':
			return compatible(version);
		case '':
		case '=':
		case '==':
			return `==${version}`;
		case '~=':
			return version.includes('.') ? `~=${version}` : null;
		default:
			return operator + version;
	}
};

/** Clauses by commas, or by blanks that stand between a version and the next operator. */
const clausesOf = (text: string): readonly string[] =>
	text
		.replaceAll(/([<>=!~^])\s+(?=[\dv*])/g, '$1')
		.split(/[,\s]+/)
		.filter(part => part !== '');

const intervalOf = (text: string): Interval | null => {
	let low = '';
	let high = '';
	for (const part of clausesOf(text)) {
		const converted = convertClause(part);
		if (converted === null) return null;
		for (const one of converted.split(',')) {
			const [, operator = '', version = ''] = /^(===|~=|==|!=|>=|<=|<|>)(.*)$/.exec(one) ?? [];
			const wild = /^(.+)\.\*$/.exec(version)?.[1];
			if (operator === '>=' && low === '') low = version;
			else if (operator === '<' && high === '') high = version;
			else if (operator === '==' && wild !== undefined && low === '' && high === '') {
				low = wild;
				const release = releaseOf(wild) ?? [];
				high = bumped(release, release.length - 1);
			} else if (operator === '~=' && low === '' && high === '') {
				low = version;
				const release = releaseOf(version) ?? [];
				high = bumped(release, release.length - 2);
			} else return null;
		}
	}
	return low === '' && high === '' ? null : { low, high };
};

const compareReleases = (a: string, b: string): number => {
	const [left, right] = [releaseOf(a) ?? [], releaseOf(b) ?? []];
	for (let at = 0; at < Math.max(left.length, right.length); at++) {
		const difference = (left[at] ?? 0) - (right[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
};

/** Alternatives that meet are one interval; null where a gap is left. */
const merged = (intervals: readonly Interval[]): Interval | null => {
	const sorted = intervals.toSorted((a, b) =>
		a.low === '' ? -1 : b.low === '' ? 1 : compareReleases(a.low, b.low),
	);
	const [first, ...rest] = sorted;
	if (!first) return null;
	let { high } = first;
	for (const { low, high: next } of rest) {
		if (high === '') break;
		if (low !== '' && (!isFinal(low) || compareReleases(low, high) > 0)) return null;
		if (next === '' || compareReleases(next, high) > 0) high = next;
	}
	return { low: first.low, high };
};

const alternativesOf = (range: string): Converted => {
	const intervals = range.split(/\s*\|\|?\s*/).map(intervalOf);
	const whole = intervals.every(interval => interval !== null) ? merged(intervals) : null;
	if (whole === null)
		return { ok: false, problem: `\`${range}\` is a choice of ranges, which one specifier cannot say` };
	const parts = [whole.low === '' ? '' : `>=${whole.low}`, whole.high === '' ? '' : `<${whole.high}`];
	return { ok: true, specifier: parts.filter(part => part !== '').join(',') };
};

/** A range of Poetry as a specifier; empty where any version will do. */
export const specifierOf = (range: string): Converted => {
	const text = range.trim();
	if (text === '' || text === '*') return { ok: true, specifier: '' };
	if (text.includes('|')) return alternativesOf(text);
	const parts = clausesOf(text).map(convertClause);
	if (parts.includes(null) || parts.length === 0)
		return { ok: false, problem: `\`${range}\` is no range that can be written as a specifier` };
	return { ok: true, specifier: parts.filter(part => part !== '').join(',') };
};

/** As {@link specifierOf}, where `3.13` means every 3.13. */
export const pythonSpecifierOf = (range: string): Converted => {
	const minor = /^\s*={0,2}\s*(3\.\d+)\s*$/.exec(range)?.[1];
	return minor === undefined ? specifierOf(range) : { ok: true, specifier: `==${minor}.*` };
};

/** The Pythons of a range, as an environment marker. */
export const pythonMarkerOf = (range: string): Converted => {
	const alternatives = range.split(/\s*\|\|?\s*/);
	if (alternatives.length > 1) {
		const markers = alternatives.map(pythonMarkerOf);
		const failed = markers.find(({ ok }) => !ok);
		if (failed) return failed;
		const texts = markers.flatMap(marker => (marker.ok ? [marker.specifier] : []));
		return { ok: true, specifier: texts.includes('') ? '' : texts.join(' or ') };
	}
	const converted = pythonSpecifierOf(range);
	if (!converted.ok) return converted;
	const parts = converted.specifier.split(',').map(one => {
		const [, operator = '', version = ''] = /^(===|~=|==|!=|>=|<=|<|>)(.*)$/.exec(one) ?? [];
		const wild = /^(\d+\.\d+)\.\*$/.exec(version)?.[1];
		if (wild !== undefined && (operator === '==' || operator === '!='))
			return `python_version ${operator} '${wild}'`;
		const isMinor = /^\d+(?:\.\d+)?$/.test(version) && (operator === '>=' || operator === '<');
		return `${isMinor ? 'python_version' : 'python_full_version'} ${operator} '${version}'`;
	});
	return { ok: true, specifier: converted.specifier === '' ? '' : parts.join(' and ') };
};
