import type { Facts, Project } from '../../../core/facts.ts';
import type { Place } from '../../../core/finding.ts';
import { filesIn } from '../../../core/project-files.ts';

const frameworks =
	/^(?:fastapi|flask|django|rest_framework|ninja|chalice|starlette|sanic|litestar|quart|falcon|bottle|aiohttp\.web|tornado\.web|flask_restx)(?:\.|$)/;
const resolver = /^(?:APIGateway\w*|ALB|LambdaFunctionUrl|VPCLattice\w*)Resolver$/;
const address = /[A-Z0-9]_(?:URL|ENDPOINT|HOST)\b/;

/** An end of a contract: what answers requests, or what sends them to an address that is configured. */
export interface ContractEnd {
	readonly kind: 'provider' | 'consumer';
	readonly at: Place;
	/** The framework, or the call. */
	readonly by: string;
}

/** The first sign that a project answers or sends requests of another team; null for none. */
export const contractEndOf = (
	facts: Pick<Facts, 'files' | 'modules' | 'http'>,
	project: Project,
): ContractEnd | null => {
	// A library or a tool imports a framework to work with it.
	if (!project.kinds.some(kind => kind === 'service' || kind === 'lambda' || kind === 'scripts')) return null;
	for (const { path, role, value } of filesIn(facts.modules, facts, project)) {
		if (role !== 'prod') continue;
		const found = value.imports.find(
			({ module, name }) =>
				frameworks.test(module) || (module.startsWith('aws_lambda_powertools') && resolver.test(name ?? '')),
		);
		if (found)
			return {
				kind: 'provider',
				at: { path, line: found.line },
				by: resolver.test(found.name ?? '') ? (found.name ?? '') : found.module.replace(/\..*$/, ''),
			};
	}
	for (const { role, value } of filesIn(facts.http, facts, project)) {
		const call = role === 'prod' ? value.calls.find(({ code }) => address.test(code)) : undefined;
		if (call) return { kind: 'consumer', at: call.at, by: call.api };
	}
	return null;
};

export const noApi =
	'the project is seen neither to answer requests nor to send them to a configured service';
