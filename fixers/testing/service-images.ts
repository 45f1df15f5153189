import type { Facts } from '../../source/core/facts.ts';
import { resourcesOf } from '../../source/core/template/resources.ts';
import type { ServiceName } from './container-files.ts';

// https://hub.docker.com/_/mysql, /_/postgres and /_/redis

const names: Readonly<Record<ServiceName, RegExp>> = {
	mysql: /^(?:docker\.io\/)?(?:library\/)?mysql:/,
	postgres: /^(?:docker\.io\/)?(?:library\/)?postgres:/,
	redis: /^(?:docker\.io\/)?(?:library\/)?redis:/,
};

/** Where nothing in the repository says; looked up on 2026-11-23. */
const fallbacks: Readonly<Record<ServiceName, string>> = {
	mysql: 'mysql:8.4',
	postgres: 'postgres:17',
	redis: 'redis:7.4',
};

export const hasVersion = (image: string): boolean =>
	/^(?:[\w.-]+(?::\d+)?\/)*[a-z\d][\w.-]*:[\w][\w.-]*$/.test(image) &&
	!/:(?:latest|stable|alpine)$/.test(image);

/** The image of what templates deploy: `postgres:16` for an instance of RDS. */
const ofEngine = (type: string, engine: unknown, version: unknown): readonly [ServiceName, string] | null => {
	if (typeof version !== 'string' && typeof version !== 'number') return null;
	const [major, minor] = String(version).split('.');
	if (!/^\d+$/.test(major ?? '')) return null;
	const both = /^\d+$/.test(minor ?? '') ? `${major}.${minor}` : `${major}`;
	if (type.startsWith('AWS::ElastiCache::'))
		return engine === undefined || engine === 'redis' ? ['redis', `redis:${both}`] : null;
	if (!/^AWS::RDS::DB(?:Instance|Cluster)$/.test(type) || typeof engine !== 'string') return null;
	if (/postgres/.test(engine)) return ['postgres', `postgres:${major}`];
	return /mysql/.test(engine) ? ['mysql', `mysql:${both}`] : null;
};

/** The image that a project starts elsewhere or deploys the like of; else one of today. */
export const imageFor = (
	service: ServiceName,
	{ serviceImages, templates }: Pick<Facts, 'serviceImages' | 'templates'>,
): string => {
	for (const [, parsed] of templates) {
		if (!parsed.ok || parsed.value.outcome !== 'read') continue;
		for (const { type, properties } of resourcesOf(parsed.value)) {
			const found = ofEngine(type, properties['Engine'], properties['EngineVersion']);
			if (found?.[0] === service) return found[1];
		}
	}
	for (const [, parsed] of serviceImages) {
		const found = parsed.ok ? parsed.value.find(({ image }) => names[service].test(image)) : undefined;
		if (found && hasVersion(found.image)) return found.image;
	}
	return fallbacks[service];
};
