import type { Facts } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { refersTo } from '../../source/core/template/references.ts';
import { resourcesOf } from '../../source/core/template/resources.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { freeId, isAbout } from './buckets.ts';
import type { FunctionCase } from './functions.ts';
import { functionCases } from './functions.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';

// https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html

/** The services that have endpoints without a price, and the resources that tell of their use. */
const services = [
	{
		name: 'dynamodb',
		label: 'DynamoDB',
		type: /^AWS::(?:DynamoDB::(?:Global)?Table|Serverless::SimpleTable)$/,
	},
	{ name: 's3', label: 'S3', type: /^AWS::S3::Bucket$/ },
] as const;

type Service = (typeof services)[number];

const usedIn = ({ template }: FunctionCase): readonly Service[] => {
	const types = resourcesOf(template).map(({ type }) => type);
	return services.filter(service => types.some(type => service.type.test(type)));
};

/** The one network of the template and its tables of routes. */
const networkOf = ({ template }: FunctionCase) => {
	const resources = resourcesOf(template);
	const [network, ...others] = resources.filter(({ type }) => type === 'AWS::EC2::VPC');
	if (!network || others.length > 0) return null;
	const tables = resources.filter(
		({ type, properties }) => type === 'AWS::EC2::RouteTable' && refersTo(properties['VpcId'], network.id),
	);
	return tables.length > 0 ? { network, tables } : null;
};

const casesOf = (facts: Pick<Facts, 'functions' | 'templates'>, findings: readonly Finding[]) =>
	functionCases(facts, findings).filter(one => networkOf(one) !== null && usedIn(one).length > 0);

const changeOf = (one: FunctionCase, wanted: readonly string[]): Change | Left => {
	const subject = `\`${one.lambda.id}\``;
	const found = networkOf(one);
	if (!found)
		return { subject, reason: 'its template has no network with tables of routes, or several networks' };
	const { network, tables } = found;
	const resources = network.path.slice(0, -1);
	return {
		path: one.template.path,
		subject,
		edits: usedIn(one)
			.filter(({ name }) => wanted.includes(name))
			.map(({ name, label }) => ({
				kind: 'insert',
				path: resources,
				after: network.id,
				key: freeId(one.template, resources, `${network.id}${label.replace('DB', 'Db')}Endpoint`),
				value: {
					Type: 'AWS::EC2::VPCEndpoint',
					Properties: {
						VpcId: { Ref: network.id },
						ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${name}` },
						VpcEndpointType: 'Gateway',
						RouteTableIds: tables.map(({ id }) => ({ Ref: id })),
					},
				},
			})),
	};
};

export default defineFixer({
	id: 'gateway-endpoints',
	title: 'Reach DynamoDB and S3 from a network through gateway endpoints',
	checks: ['iam-permissions/vpc-endpoint'],
	safety: 'guided',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'Endpoints of this kind cost nothing and only add routes. While the routes change, open connections to the service break once.',
	takes: finding => isAbout(finding, 'endpoint'),
	isReady: (finding, { facts }) => casesOf(facts, [finding]).length > 0,
	questions({ facts, findings }) {
		const used = new Set(casesOf(facts, findings).flatMap(usedIn));
		return [...used].map(({ name, label }) => ({
			id: name,
			prompt: `Add an endpoint for ${label}?`,
			explanation: `The template declares resources of ${label}; calls to it then stay in the network of AWS.`,
			kind: { type: 'yes-no' },
			fallback: 'yes',
		}));
	},
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts, answers }) {
		const wanted = services.map(({ name }) => name).filter(name => answers[name] !== 'no');
		return planEach(
			casesOf(facts, findings),
			one => changeOf(one, wanted),
			texts,
			done => ({
				area: 'vpc',
				summary: 'reach DynamoDB and S3 through gateway endpoints',
				changed: [
					`${listed(done.map(({ subject }) => subject))}: the network has an endpoint for each chosen service, in all its tables of routes.`,
				],
				atRunTime:
					'Calls to the service no longer need a way to the internet. The deployment adds routes in place; connections to the service that are open then break once. Gateway endpoints cost nothing.',
				followUps: [
					'Check policies of buckets and tables that ask for `aws:SourceIp`: calls now come from private addresses',
					'Other services need interface endpoints, which cost by the hour',
				],
			}),
		);
	},
});
