import type { Facts, Project } from '../../../core/facts.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { importsOf, type ImportSite } from '../../testing/needs.ts';

const onlyInSecond = new Set([
	'field_validator',
	'model_validator',
	'ConfigDict',
	'TypeAdapter',
	'RootModel',
	'field_serializer',
	'model_serializer',
	'AfterValidator',
	'BeforeValidator',
	'computed_field',
]);

/** Whether a project runs with Pydantic 2: by its locks and requirements, else by what it imports. */
export const pydanticOf = (
	facts: Pick<Facts, 'files' | 'modules' | 'locks' | 'requirements'>,
	project: Project,
): { readonly sites: readonly ImportSite[]; readonly standing: 'at least' | 'below' | 'unknown' } => {
	const sites = importsOf(facts, project, 'pydantic').filter(({ isProduction }) => isProduction);
	const locked = standingOf('pydantic', [2, 0], project, facts);
	const shows = sites.some(
		({ module, name }) => module === 'pydantic' && name !== null && onlyInSecond.has(name),
	);
	return { sites, standing: locked === 'unknown' && shows ? 'at least' : locked };
};

export const noPydantic = 'no code that the project runs imports pydantic';
