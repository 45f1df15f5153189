import { stringAt, valueAt } from '../../../core/data.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Resource, Template } from '../../../core/facts/templates.ts';
import { propertyOf, settingAt } from '../../../core/template/resources.ts';
import { folderOf } from '../../../core/folders.ts';
import { joinPath } from '../../../core/template/paths.ts';
import type { Surroundings } from './read.ts';
import { handlerIn, literalOf, pythonOf } from './read.ts';
import { triggersOf } from './triggers.ts';

/** The folder whose files are deployed. */
const codeFolder = (
	template: Template,
	resource: Resource,
	image: boolean,
	around: Surroundings,
): string | null => {
	const base = folderOf(template.path);
	const context = stringAt(resource.attributes, ['Metadata', 'DockerContext']);
	if (image) return context === undefined ? null : existing(joinPath(base, context), around);
	if (resource.properties['InlineCode'] !== undefined) return null;
	const name = resource.type === 'AWS::Serverless::Function' ? 'CodeUri' : 'Code';
	const code = literalOf(propertyOf(template, resource, name));
	if (code !== null) return existing(joinPath(base, code), around);
	// SAM takes the template's own folder where nothing is said.
	return name === 'CodeUri' && resource.properties['CodeUri'] === undefined ? base : null;
};

const existing = (folder: string | null, around: Surroundings): string | null =>
	folder !== null && around.hasFolder(folder) ? folder : null;

const dockerfileOf = (template: Template, resource: Resource, around: Surroundings): string | null => {
	const metadata = resource.attributes['Metadata'];
	const context = stringAt(metadata, ['DockerContext']);
	const folder = context === undefined ? null : joinPath(folderOf(template.path), context);
	const path = folder === null ? null : joinPath(folder, stringAt(metadata, ['Dockerfile']) ?? 'Dockerfile');
	return path !== null && around.dockerfiles.has(path) ? path : null;
};

const functionOf = (template: Template, resource: Resource, around: Surroundings): LambdaFunction => {
	const setting = (name: string) => propertyOf(template, resource, name);
	const image = valueAt(resource.properties, ['PackageType']) === 'Image';
	const dockerfile = image ? dockerfileOf(template, resource, around) : null;
	const docker = dockerfile === null ? null : (around.dockerfiles.get(dockerfile) ?? null);
	const folder = codeFolder(template, resource, image, around);
	const command = settingAt(
		template,
		[...resource.path, 'Properties', 'ImageConfig', 'Command', 0],
		resource.at,
	);
	const handler = image ? (literalOf(command) ?? docker?.command ?? null) : literalOf(setting('Handler'));
	const found = folder === null ? null : handlerIn(handler, [folder], around.paths);
	const runtime = setting('Runtime');
	return {
		id: resource.id,
		kind:
			resource.type === 'AWS::Serverless::Function'
				? 'sam'
				: template.kind === 'serverless'
					? 'serverless'
					: 'cloudformation',
		template: template.path,
		at: resource.at,
		path: [...resource.path, 'Properties'],
		properties: resource.properties,
		python: pythonOf(runtime, docker, found?.file ?? null),
		runtime,
		packageType: image ? 'image' : 'zip',
		dockerfile,
		architectures: setting('Architectures'),
		timeout: setting('Timeout'),
		defaultTimeout: 3,
		memory: setting('MemorySize'),
		reservedConcurrency: setting('ReservedConcurrentExecutions'),
		codeDirectory: folder,
		handler,
		handlerFile: found?.file ?? null,
		handlerName: found?.name ?? null,
		triggers: triggersOf(template, around.resources.get(template.path) ?? [], resource),
		silenced: resource.silenced,
	};
};

/** Functions among the resources of SAM and CloudFormation. */
export const functionsOf = (template: Template, around: Surroundings): readonly LambdaFunction[] =>
	(around.resources.get(template.path) ?? [])
		.filter(({ type }) => type === 'AWS::Serverless::Function' || type === 'AWS::Lambda::Function')
		.map(resource => functionOf(template, resource, around));
