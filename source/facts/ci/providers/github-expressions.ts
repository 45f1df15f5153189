import { isList, isTable, sameData, valueAt } from '../../../core/data.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import { rootMark } from '../../../core/shell/words.ts';

// https://docs.github.com/actions/reference/workflows-and-actions/expressions

export interface ExpressionScope {
	readonly matrix: Table;
	readonly env: ReadonlyMap<string, string>;
	readonly inputs: ReadonlyMap<string, string>;
}

const shown = (value: Data | undefined): string | null =>
	typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

const termOf = (term: string, scope: ExpressionScope): string | null => {
	const literal = /^'((?:[^']|'')*)'$/.exec(term);
	if (literal) return (literal[1] ?? '').replaceAll("''", "'");
	const [, place, name = ''] = /^(matrix|env|inputs|github|runner)\.([\w.-]+)$/.exec(term) ?? [];
	switch (place ?? '') {
		case 'matrix':
			return shown(valueAt(scope.matrix, name.split('.')));
		case 'env':
			return scope.env.get(name) ?? null;
		case 'inputs':
			return scope.inputs.get(name) ?? null;
		case 'github':
			if (name === 'workspace') return rootMark;
			return name.startsWith('event.inputs.')
				? (scope.inputs.get(name.slice('event.inputs.'.length)) ?? null)
				: null;
		default:
			return null;
	}
};

const valueOf = (expression: string, scope: ExpressionScope): string | null => {
	if (/&&|[()!=<>]/.test(expression.replace(/'[^']*'/g, ''))) return null;
	for (const term of expression.split('||').map(part => part.trim())) {
		const value = termOf(term, scope);
		if (value !== null && (value !== '' || !expression.includes('||'))) return value;
	}
	return null;
};

/** Text with the expressions put in that are known; the others stay. */
export const filled = (text: string, scope: ExpressionScope): string => {
	let out = '';
	let at = 0;
	for (;;) {
		const start = text.indexOf('${{', at);
		const end = start < 0 ? -1 : text.indexOf('}}', start);
		if (end < 0) return out + text.slice(at);
		const whole = text.slice(start, end + 2);
		out += text.slice(at, start) + (valueOf(whole.slice(3, -2).trim(), scope) ?? whole);
		at = end + 2;
	}
};

const mostCombinations = 256;

const entries = (value: Data | undefined): readonly Table[] => (isList(value) ? value.filter(isTable) : []);

/** The combinations of a job's matrix; a single empty one where it has none, or where it is made elsewhere. */
export const combinationsOf = (matrix: Data | undefined): readonly Table[] => {
	if (!isTable(matrix)) return [{}];
	let all: readonly Table[] = [{}];
	const axes = Object.entries(matrix).filter(([key]) => key !== 'include' && key !== 'exclude');
	for (const [key, values] of axes) {
		if (!isList(values)) continue;
		all = all.flatMap(one => values.map(value => ({ ...one, [key]: value }))).slice(0, mostCombinations);
	}
	const excluded = entries(matrix['exclude']);
	const left = all.filter(
		one => !excluded.some(other => Object.entries(other).every(([key, value]) => sameData(one[key], value))),
	);
	const axisNames = new Set(axes.map(([key]) => key));
	let combined: readonly Table[] = axes.length === 0 ? [] : left;
	for (const extra of entries(matrix['include'])) {
		const given = Object.entries(extra).filter(([key]) => axisNames.has(key));
		const fits = (one: Table): boolean => given.every(([key, value]) => sameData(one[key], value));
		const added = combined.some(one => axes.length > 0 && fits(one));
		combined = added ? combined.map(one => (fits(one) ? { ...one, ...extra } : one)) : [...combined, extra];
	}
	return combined.length > 0 ? combined.slice(0, mostCombinations) : [{}];
};

/** The combinations as far as a text tells them apart. */
export const relevant = (combinations: readonly Table[], text: string): readonly Table[] => {
	const names = new Set([...text.matchAll(/\bmatrix\.([\w-]+)/g)].map(match => match[1] ?? ''));
	if (names.size === 0) return [{}];
	const seen = new Map<string, Table>();
	for (const one of combinations) {
		const own = Object.fromEntries(Object.entries(one).filter(([key]) => names.has(key)));
		seen.set(JSON.stringify(own), own);
	}
	return [...seen.values()].slice(0, 64);
};

const rare =
	/^(?:schedule|workflow_dispatch|repository_dispatch|release|workflow_run|delete|create|issue_comment)$/;

/** A part of a condition that no change fulfils. */
const neverHolds = (part: string): boolean => {
	const text = part.trim().replace(/^\((.*)\)$/s, '$1');
	if (/^false$/.test(text)) return true;
	if (
		/\bfailure\(\)|\bcancelled\(\)/.test(text) &&
		!/!\s*(?:failure|cancelled)\(\)|\balways\(\)|\bsuccess\(\)/.test(text)
	)
		return true;
	const event = /github\.event_name\s*==\s*'([^']+)'/.exec(text)?.[1];
	return (
		(event !== undefined && rare.test(event)) || /startsWith\(\s*github\.ref\s*,\s*'refs\/tags/.test(text)
	);
};

/** Whether an `if` keeps a job or a step from ever running for a change. */
export const neverRuns = (condition: Data | undefined): boolean => {
	if (condition === false) return true;
	if (typeof condition !== 'string') return false;
	const text = condition.replace(/\$\{\{|\}\}/g, '');
	return text.split('||').every(part => part.split('&&').some(neverHolds));
};
