import { stringAt, stringsAt } from '../../../source/core/data.ts';
import type { Table } from '../../../source/core/facts/config.ts';
import { pythonMarkerOf } from './version-ranges.ts';

/** `name[extras]specifier ; markers` */
export const requirementOf = (
	name: string,
	extras: readonly string[],
	specifier: string,
	marker: string,
): string =>
	name +
	(extras.length > 0 ? `[${extras.join(',')}]` : '') +
	specifier +
	(marker === '' ? '' : ` ; ${marker}`);

/** Conditions that all hold; an `or` among them gets brackets. */
export const allOf = (conditions: readonly string[]): string => {
	const real = conditions.map(condition => condition.trim()).filter(condition => condition !== '');
	if (real.length < 2) return real[0] ?? '';
	return real.map(condition => (/\bor\b/.test(condition) ? `(${condition})` : condition)).join(' and ');
};

const platformMarker = (platform: string): string =>
	platform
		.split(/\s*\|\|?\s*/)
		.map(one => {
			const [, operator = '==', name = ''] = /^(==|!=|=)?\s*(.+)$/.exec(one.trim()) ?? [];
			return `sys_platform ${operator === '=' ? '==' : operator} '${name}'`;
		})
		.join(' or ');

/** The markers of an entry of Poetry, or why they cannot be written. */
export const poetryMarker = (entry: Table): { readonly marker: string } | { readonly problem: string } => {
	const python = stringAt(entry, ['python']);
	const converted = python === undefined ? null : pythonMarkerOf(python);
	if (converted && !converted.ok) return { problem: converted.problem };
	const platform = stringAt(entry, ['platform']);
	return {
		marker: allOf([
			stringAt(entry, ['markers']) ?? '',
			converted?.ok === true ? converted.specifier : '',
			platform === undefined ? '' : platformMarker(platform),
		]),
	};
};

/** The variables of PEP 508, which Pipenv takes as keys. */
const markerKeys = [
	'os_name',
	'sys_platform',
	'platform_machine',
	'platform_python_implementation',
	'platform_release',
	'platform_system',
	'platform_version',
	'python_version',
	'python_full_version',
	'implementation_name',
	'implementation_version',
] as const;

export const pipenvMarker = (entry: Table): string =>
	allOf([
		stringAt(entry, ['markers']) ?? '',
		...markerKeys.flatMap(key => {
			const value = stringAt(entry, [key]);
			return value === undefined ? [] : [`${key} ${value.replaceAll('"', "'")}`];
		}),
	]);

export const extrasOf = (entry: Table): readonly string[] => stringsAt(entry, ['extras']);
