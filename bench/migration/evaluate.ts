import { satisfies } from '@renovatebot/pep440';

// Meaning by trial: two ranges are the same when they agree on every version near the numbers they name, two markers
// when they agree in every environment. Nothing here is shared with the migration.

type Release = readonly number[];
type Environment = Readonly<Record<string, string>>;

const releaseOf = (version: string): Release => version.split('.').map(Number);

const compare = (a: Release, b: Release): number => {
	for (let at = 0; at < Math.max(a.length, b.length); at++) {
		const difference = (a[at] ?? 0) - (b[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
};

const numbersIn = (text: string): readonly string[] => text.match(/\d+(?:\.\d+)*/g) ?? [];

/** Versions on both sides of every number that the texts name. */
export const versionsNear = (...texts: readonly string[]): readonly string[] => {
	const found = new Set(['0', '0.0.1', '1', '99999']);
	for (const number of texts.flatMap(numbersIn)) {
		const parts = number.split('.').map(Number);
		found.add(number).add(`${number}.0`).add(`${number}.1`);
		for (const [at, part] of parts.entries()) {
			const head = parts.slice(0, at);
			found.add([...head, part + 1].join('.')).add([...head, part + 1, 0, 1].join('.'));
			if (part > 0) found.add([...head, part - 1].join('.')).add([...head, part - 1, 99999].join('.'));
			found.add([...head, part].join('.'));
		}
	}
	return [...found];
};

/** The first release that `^` leaves out: the leftmost number that is not zero goes up. */
const beyondCaret = (release: Release): Release => {
	const at = release.findIndex(part => part > 0);
	const last = at < 0 ? release.length - 1 : at;
	return [...release.slice(0, last), (release[last] ?? 0) + 1];
};

const beyondTilde = (release: Release): Release =>
	release.length === 1 ? [(release[0] ?? 0) + 1] : [release[0] ?? 0, (release[1] ?? 0) + 1];

const holds = (clause: string, version: Release): boolean => {
	const match = /^(\^|~=|~|===?|=|!=|>=|<=|>|<)?v?(\d+(?:\.\d+)*)?(\.?[*xX](?:\.[*xX])*)?/.exec(clause);
	if (!match) throw new Error(`unreadable clause ${clause}`);
	const [, operator = '=', number, wild] = match;
	if (number === undefined) return true;
	const wanted = releaseOf(number);
	const starts = wanted.every((part, at) => (version[at] ?? 0) === part);
	switch (operator) {
		case '^':
			return compare(version, wanted) >= 0 && compare(version, beyondCaret(wanted)) < 0;
		case '~':
			return compare(version, wanted) >= 0 && compare(version, beyondTilde(wanted)) < 0;
		case '~=':
			return (
				compare(version, wanted) >= 0 && wanted.slice(0, -1).every((part, at) => (version[at] ?? 0) === part)
			);
		case '!=':
			return wild === undefined ? compare(version, wanted) !== 0 : !starts;
		case '>=':
			return compare(version, wanted) >= 0;
		case '<=':
			return compare(version, wanted) <= 0;
		case '>':
			return compare(version, wanted) > 0;
		case '<':
			return compare(version, wanted) < 0;
		default:
			return wild === undefined ? compare(version, wanted) === 0 : starts;
	}
};

/** Whether a range of Poetry allows a release. */
export const allowedByPoetry = (range: string, version: string): boolean =>
	/^(?:==?)?\d[\d.]*\.?(?:post|a|b|rc|dev)\d+$/.test(range)
		? satisfies(version, `==${range.replace(/^=+/, '')}`, { prereleases: true })
		: allowedByClauses(range, version);

const allowedByClauses = (range: string, version: string): boolean =>
	range.split(/\|\|?/).some(alternative =>
		alternative
			.replaceAll(/([<>=!~^])\s+/g, '$1')
			.split(/[\s,]+/)
			.filter(clause => clause !== '')
			.every(clause => holds(clause, releaseOf(version))),
	);

export const allowedByStandard = (specifier: string, version: string): boolean =>
	specifier.trim() === '' || satisfies(version, specifier, { prereleases: true });

const environments: readonly Environment[] = ['linux', 'darwin', 'win32', 'cygwin'].flatMap(platform =>
	[
		'2.7.18',
		'3.4.1',
		'3.6.0',
		'3.7.9',
		'3.8.2',
		'3.9.1',
		'3.10.0',
		'3.11.4',
		'3.12.1',
		'3.13.0',
		'3.14.2',
		'4.0.0',
	].flatMap(python =>
		['x86_64', 'arm64'].flatMap(machine =>
			['CPython', 'PyPy'].map(implementation => ({
				python_full_version: python,
				python_version: python.split('.').slice(0, 2).join('.'),
				sys_platform: platform,
				os_name: platform === 'win32' ? 'nt' : 'posix',
				platform_system:
					{ linux: 'Linux', darwin: 'Darwin', win32: 'Windows', cygwin: 'CYGWIN' }[platform] ?? '',
				platform_machine: machine,
				platform_python_implementation: implementation,
				implementation_name: implementation.toLowerCase(),
				extra: '',
			})),
		),
	),
);

const tokensOf = (marker: string): readonly string[] =>
	marker.match(/"[^"]*"|'[^']*'|\(|\)|not\s+in|[<>=!~]+|[\w.]+/g) ?? [];

const compareValues = (left: string, operator: string, right: string): boolean => {
	if (operator === 'in') return right.includes(left);
	if (/^not\s+in$/.test(operator)) return !right.includes(left);
	if (/^\d/.test(left) && /^\d/.test(right)) return holds(`${operator}${right}`, releaseOf(left));
	return operator === '!=' ? left !== right : left === right;
};

/** Whether a marker of PEP 508 holds; an empty one does. */
export const markerHolds = (marker: string, environment: Environment): boolean => {
	const tokens = [...tokensOf(marker)];
	const value = (token: string): string =>
		/^["']/.test(token) ? token.slice(1, -1) : (environment[token] ?? '');
	const atom = (): boolean => {
		if (tokens[0] === '(') {
			tokens.shift();
			const inner = either();
			tokens.shift();
			return inner;
		}
		const [left = '', operator = '', right = ''] = tokens.splice(0, 3);
		if (/^["']/.test(left) && !operator.endsWith('in')) {
			const turned: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
			return compareValues(value(right), turned[operator] ?? operator, value(left));
		}
		return compareValues(value(left), operator, value(right));
	};
	const both = (): boolean => {
		let result = atom();
		while (tokens[0] === 'and') {
			tokens.shift();
			const next = atom();
			result = result && next;
		}
		return result;
	};
	const either = (): boolean => {
		let result = both();
		while (tokens[0] === 'or') {
			tokens.shift();
			const next = both();
			result = result || next;
		}
		return result;
	};
	return tokens.length === 0 || either();
};

/** One sign for each environment. */
export const reachOf = (test: (environment: Environment) => boolean): string =>
	environments.map(environment => (test(environment) ? '1' : '0')).join('');
