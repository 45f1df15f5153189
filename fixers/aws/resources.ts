import type { Facts } from '../../source/core/facts.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Resource, Template } from '../../source/core/facts/templates.ts';
import type { Finding } from '../../source/core/finding.ts';
import { resourcesOf } from '../../source/core/template/resources.ts';

/** A resource that a finding is about, and its template. */
export interface ResourceCase {
	readonly resource: Resource;
	readonly template: Template;
	/** Every resource of the template. */
	readonly resources: readonly Resource[];
	/** The part of the key before the colon. */
	readonly what: string;
}

/** Findings name what they are about in their key: `what:resource`. */
export const resourceCases = (
	{ templates }: Pick<Facts, 'templates'>,
	findings: readonly Finding[],
): readonly ResourceCase[] =>
	findings.flatMap(({ key, at }) => {
		const [what = '', ...rest] = (key ?? '').split(':');
		const parsed = templates.get(at.path);
		if (!parsed?.ok || parsed.value.outcome !== 'read') return [];
		const resources = resourcesOf(parsed.value);
		const resource = resources.find(({ id }) => id === rest.join(':'));
		return resource ? [{ resource, template: parsed.value, resources, what }] : [];
	});

/** The pairs of a table that have one of the keys. */
export const pick = (table: Table, keys: readonly string[]): Table =>
	Object.fromEntries(
		keys.flatMap(key => {
			const value: Data | undefined = table[key];
			return value === undefined ? [] : [[key, value]];
		}),
	);
