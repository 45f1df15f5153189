import { isTable, stringAt } from '../../../core/data.ts';
import type { Facts } from '../../../core/facts.ts';
import type { HeavyImport } from '../../../core/facts/heavy-imports.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';

/** What is loaded before the first request comes costs nobody time. */
const isWarm = (path: string, { functions }: Pick<Facts, 'functions'>): boolean => {
	const served = functions.functions.filter(({ handlerFile }) => handlerFile === path);
	return (
		served.length > 0 &&
		served.every(
			({ properties }) =>
				stringAt(properties, ['SnapStart', 'ApplyOn']) === 'PublishedVersions' ||
				properties['snapStart'] === true ||
				isTable(properties['ProvisionedConcurrencyConfig']) ||
				properties['provisionedConcurrency'] !== undefined,
		)
	);
};

const judge = (site: HeavyImport, warm: boolean): Finding => {
	const { at, code, used, suppression } = site;
	const base = { confidence: 'likely', at, found: code, key: `heavy:${site.package}` } as const;
	if (used === 'always' || warm) {
		const why = warm ? 'is loaded before requests come' : 'is needed by every call';
		return { ...base, level: 'info', message: `\`${site.package}\` takes long to load, and ${why}` };
	}
	const message =
		used === 'never'
			? `Each cold start loads \`${site.package}\`, and this file does not use it`
			: `Each cold start loads \`${site.package}\`, and not every call needs it`;
	const expected = used === 'never' ? 'no import' : `\`${code}\` inside the function that needs it`;
	return { ...base, level: suppression ? 'info' : 'warn', message, expected };
};

export default defineCheck({
	id: 'heavy',
	spec: '5.2/lazy-imports',
	title: 'Handlers load heavy libraries only when they need them',
	failTitle: 'A cold start loads a heavy library that not every call needs',
	severity: 'medium',
	scope: 'project',
	needs: ['heavyImports', 'handlers', 'functions', 'files'],
	check(facts, project) {
		const handlers = filesIn(facts.handlers, facts, project).filter(
			({ role, value }) => role === 'prod' && value.handlers.some(({ isConfigured }) => isConfigured),
		);
		if (handlers.length === 0) return notApplicable('No template names a handler of this project');
		const findings = filesIn(facts.heavyImports, facts, project).flatMap(({ path, role, value }) =>
			role === 'prod' ? value.map(site => judge(site, isWarm(path, facts))) : [],
		);
		return verdictOf(
			findings,
			findings.length === 0
				? 'The files of the handlers import no heavy library'
				: 'Heavy libraries are loaded where every call needs them',
		);
	},
});
