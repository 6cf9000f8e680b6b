import {
  Container,
  Context,
  Mount,
  Relation,
  Secret,
} from "@charmkit/ops/testing";
import { DatabaseProviderCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";

type Charmcraft = typeof charmcraft;

/** The login of the configuration. */
export const OWNER = new Secret({
  username: "owner",
  password: 'say "please"',
});
/** All options that the charm needs. */
export const CONFIG = { server: "10.0.0.5:5432", "server-login": OWNER.id };
/** What an application says that wants a database. */
export const REQUEST = {
  database: "shop",
  "requested-secrets": '["username","password"]',
};

/** The charm, and a folder for the files of PgBouncer, which outlast a run. */
export class Scene implements Disposable {
  readonly ctx: Context<Charmcraft> = new Context(
    DatabaseProviderCharm,
    charmcraft,
    {
      checks: {
        idempotence: true,
        secretRevisions: true,
        settledStatus: true,
        stableDatabags: true,
      },
    },
  );
  readonly folder: string = Deno.makeTempDirSync();
  readonly container: Container<"pgbouncer"> = new Container("pgbouncer", {
    canConnect: true,
    mounts: {
      config: new Mount({ location: "/etc/pgbouncer", source: this.folder }),
    },
  });

  /** A unit that leads and has all that it needs. */
  state(relations: Relation<"database">[] = []) {
    return this.ctx.state({
      containers: [this.container],
      config: CONFIG,
      secrets: [OWNER],
      relations,
      leader: true,
    });
  }

  /** Runs relation-changed with what the other side asks for. */
  async related(remoteAppData: Record<string, string> = REQUEST) {
    const web = relationOf("web", remoteAppData);
    const out = await this.ctx.run(
      this.ctx.on.relationChanged(web),
      this.state([web]),
    );
    return { web, out };
  }

  /** One of the files of PgBouncer. */
  file(name: string): string {
    return Deno.readTextFileSync(`${this.folder}/${name}`);
  }

  [Symbol.dispose](): void {
    this.ctx.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** A relation in which the other side has said this. */
export function relationOf(
  remoteAppName: string,
  remoteAppData: Record<string, string>,
) {
  return new Relation("database", { remoteAppName, remoteAppData });
}
