"""What the charm can do, by name; the peer of steps.ts.

A step takes the charm, the event and its arguments. What it returns is JSON,
and is compared with what the other charm met.
"""

import dataclasses
import datetime
import logging
import sys

import ops

STEPS = {}


def step(function):
    """Makes a function a step: set_ports is the step "set-ports"."""
    STEPS[function.__name__.replace("_", "-")] = function
    return function


def relation_of(charm, event, ref):
    """A relation by "event", "db" or "db:1"."""
    if ref == "event":
        return event.relation
    name, _, number = ref.partition(":")
    return charm.model.get_relation(name, int(number) if number else None)


def entity_of(charm, event, relation, who):
    """An entity by "unit", "app", "remote", "event.unit", "event.app" or name."""
    if who == "unit":
        return charm.unit
    if who == "app":
        return charm.app
    if who == "remote":
        return relation.app
    if who == "event.unit":
        return event.unit
    if who == "event.app":
        return event.app
    return charm.model.get_unit(who) if "/" in who else charm.model.get_app(who)


def bag_of(charm, event, ref, who):
    """A databag."""
    relation = relation_of(charm, event, ref)
    return relation.data[entity_of(charm, event, relation, who)]


def name_of(thing):
    """A name, if there is something that has one."""
    return None if thing is None else thing.name


def shown(relation):
    """What is to be known of a relation."""
    if relation is None:
        return None
    return {
        "name": relation.name,
        "id": relation.id,
        "app": name_of(relation.app),
        "units": sorted(unit.name for unit in relation.units),
        "active": relation.active,
    }


def status_of(name, message):
    """A status by its name."""
    return ops.StatusBase.from_name(name, message)


class Limited:
    """Takes anything, but no count or depth over ten."""

    def __init__(self, **values):
        for name in ("count", "depth"):
            if values.get(name, 0) > 10:
                raise ValueError(f"{name} is too high")
        self.values = values


# Statuses


@step
def unit_status(charm, event, name, message=""):
    charm.unit.status = status_of(name, message)


@step
def app_status(charm, event, name, message=""):
    charm.app.status = status_of(name, message)


@step
def wrong_status(charm, event):
    charm.unit.status = "active"


@step
def read_unit_status(charm, event, unit=None):
    status = (charm.model.get_unit(unit) if unit else charm.unit).status
    return [status.name, status.message]


@step
def read_app_status(charm, event, app=None):
    status = (charm.model.get_app(app) if app else charm.app).status
    return [status.name, status.message]


@step
def set_other_unit_status(charm, event, unit):
    charm.model.get_unit(unit).status = ops.ActiveStatus()


@step
def add_status(charm, event, name, message=""):
    event.add_status(status_of(name, message))


@step
def version(charm, event, text):
    charm.unit.set_workload_version(text)


# Relations


@step
def relation(charm, event, ref):
    return shown(relation_of(charm, event, ref))


@step
def relations(charm, event, endpoint):
    return [shown(each) for each in charm.model.relations[endpoint]]


@step
def event_relation(charm, event):
    seen = {
        "relation": shown(event.relation),
        "app": name_of(event.app),
        "unit": name_of(event.unit),
    }
    if isinstance(event, ops.RelationDepartedEvent):
        seen["departing"] = name_of(event.departing_unit)
    return seen


@step
def read(charm, event, ref, who, key=None):
    bag = bag_of(charm, event, ref, who)
    if key is None:
        return dict(sorted(bag.items()))
    return bag.get(key)


@step
def has(charm, event, ref, who, key):
    return key in bag_of(charm, event, ref, who)


@step
def write(charm, event, ref, who, values):
    bag_of(charm, event, ref, who).update(values)


@step
def erase(charm, event, ref, who, key):
    bag = bag_of(charm, event, ref, who)
    if key in bag:
        del bag[key]


@step
def clear(charm, event, ref, who):
    bag_of(charm, event, ref, who).clear()


@step
def owners(charm, event, ref):
    return sorted(owner.name for owner in relation_of(charm, event, ref).data)


@step
def remote_model(charm, event, ref):
    return relation_of(charm, event, ref).remote_model.uuid


@step
def load(charm, event, ref, who):
    relation = relation_of(charm, event, ref)
    source = entity_of(charm, event, relation, who)
    return dict(sorted(relation.load(Limited, source).values.items()))


@step
def save(charm, event, ref, who, values):
    relation = relation_of(charm, event, ref)
    data = dataclasses.make_dataclass("Data", list(values))(**values)
    relation.save(data, entity_of(charm, event, relation, who))


# Secrets


def keep(charm, name, secret):
    """Keeps a secret for later steps, and shows what names it."""
    charm.secrets[name] = secret
    return {"id": secret.id, "label": secret.label}


def options_of(options):
    """Options of a secret as this language has them."""
    options = dict(options or {})
    if "expire" in options:
        options["expire"] = datetime.datetime.fromisoformat(options["expire"])
    if "expireAfterMs" in options:
        milliseconds = options.pop("expireAfterMs")
        options["expire"] = datetime.timedelta(milliseconds=milliseconds)
    if "rotate" in options:
        options["rotate"] = ops.SecretRotate(options["rotate"])
    return options


@step
def add_secret(charm, event, name, owner, content, options=None):
    of = charm.app if owner == "app" else charm.unit
    return keep(charm, name, of.add_secret(content, **options_of(options)))


@step
def get_secret(charm, event, name, reference):
    return keep(charm, name, charm.model.get_secret(**reference))


@step
def event_secret(charm, event, name):
    return keep(charm, name, event.secret)


@step
def config_secret(charm, event, name, option):
    return keep(charm, name, charm.model.get_secret(id=charm.config[option]))


@step
def content(charm, event, name, refresh=False):
    return charm.secrets[name].get_content(refresh=refresh)


@step
def peek(charm, event, name):
    return charm.secrets[name].peek_content()


@step
def info(charm, event, name):
    seen = charm.secrets[name].get_info()
    return {
        "id": seen.id,
        "label": seen.label or "",
        "revision": seen.revision,
        "expires": None if seen.expires is None else int(seen.expires.timestamp()),
        "rotation": seen.rotation and seen.rotation.value,
        "rotates": seen.rotates is not None,
        "description": seen.description or "",
    }


@step
def set_content(charm, event, name, content):
    charm.secrets[name].set_content(content)


@step
def set_info(charm, event, name, options):
    charm.secrets[name].set_info(**options_of(options))


@step
def grant(charm, event, name, ref, unit=None):
    relation = relation_of(charm, event, ref)
    charm.secrets[name].grant(relation, unit=unit and charm.model.get_unit(unit))


@step
def revoke(charm, event, name, ref, unit=None):
    relation = relation_of(charm, event, ref)
    charm.secrets[name].revoke(relation, unit=unit and charm.model.get_unit(unit))


@step
def remove_revision(charm, event, name, revision):
    charm.secrets[name].remove_revision(revision)


@step
def remove_secret(charm, event, name):
    charm.secrets[name].remove_all_revisions()


@step
def event_revision(charm, event):
    return event.revision


@step
def event_remove_revision(charm, event):
    event.remove_revision()


# Ports


@step
def open_port(charm, event, protocol, port=None):
    charm.unit.open_port(protocol, port)


@step
def close_port(charm, event, protocol, port=None):
    charm.unit.close_port(protocol, port)


@step
def opened_ports(charm, event):
    ports = charm.unit.opened_ports()
    return sorted(f"{each.port}/{each.protocol}" for each in ports)


@step
def set_ports(charm, event, *ports):
    charm.unit.set_ports(
        *(port if isinstance(port, int) else ops.Port(*port) for port in ports)
    )


# What the model tells


@step
def config(charm, event):
    return dict(sorted(charm.config.items()))


@step
def load_config(charm, event, on_error):
    errors = "blocked" if on_error == "blocked" else "raise"
    return charm.load_config(Limited, errors=errors).values["count"]


@step
def leader(charm, event):
    return charm.unit.is_leader()


@step
def planned_units(charm, event):
    return charm.app.planned_units()


@step
def model(charm, event):
    return [charm.model.name, charm.model.uuid, str(charm.model.juju_version)]


@step
def network(charm, event, binding):
    key = relation_of(charm, event, binding) if binding == "event" else binding
    seen = charm.model.get_binding(key).network
    return {
        "bind": seen.bind_address and str(seen.bind_address),
        "ingress": seen.ingress_address and str(seen.ingress_address),
        "interfaces": [
            [each.name, each.address and str(each.address), each.subnet and str(each.subnet)]
            for each in seen.interfaces
        ],
        "egress": [str(each) for each in seen.egress_subnets],
    }


@step
def resource(charm, event, name):
    return str(charm.model.resources.fetch(name))


@step
def cloud(charm, event):
    spec = charm.model.get_cloud_spec()
    return [spec.type, spec.name, spec.region]


@step
def storages(charm, event, name):
    return [[each.index, str(each.location)] for each in charm.model.storages[name]]


@step
def request_storage(charm, event, name, count):
    charm.model.storages.request(name, count)


@step
def event_storage(charm, event):
    storage = event.storage
    return [storage.full_id, str(storage.location)]


@step
def workload(charm, event):
    return [event.workload.name, event.workload.can_connect()]


@step
def container(charm, event, name):
    return charm.unit.get_container(name).name


@step
def notice(charm, event):
    kind = event.notice.type
    return [event.notice.id, kind if isinstance(kind, str) else kind.value, event.notice.key]


@step
def check(charm, event):
    return event.info.name


# Actions


@step
def params(charm, event):
    return event.params


@step
def load_params(charm, event, on_error):
    errors = "fail" if on_error == "fail" else "raise"
    return event.load_params(Limited, errors=errors).values["depth"]


@step
def action_id(charm, event):
    return event.id


@step
def results(charm, event, values):
    event.set_results(values)


@step
def action_log(charm, event, message):
    event.log(message)


@step
def fail(charm, event, *message):
    event.fail(*message)


# State and the framework


@step
def state_set(charm, event, key, value):
    setattr(charm.state, key, value)


@step
def state_get(charm, event, key, default=None):
    charm.state.set_default(**{key: default})
    value = getattr(charm.state, key)
    return list(value) if isinstance(value, ops.StoredList) else value


@step
def state_push(charm, event, key, value):
    charm.state.set_default(**{key: []})
    getattr(charm.state, key).append(value)


@step
def part_state(charm, event, part, key, value):
    state = charm.parts[part].state
    state.set_default(**{key: None})
    before = getattr(state, key)
    setattr(state, key, value)
    return before


@step
def defer(charm, event):
    event.defer()


@step
def emit(charm, event, value):
    charm.parts["first"].on.ready.emit(value)


@step
def event_value(charm, event):
    return event.value


@step
def log(charm, event, level, message):
    getattr(logging.getLogger(), level)(message)


@step
def throw(charm, event, message):
    raise NotImplementedError(message)


@step
def exit(charm, event, code):
    sys.exit(code)


@step
def add_metrics(charm, event, metrics, labels):
    event.add_metrics(metrics, labels)


@step
def reboot(charm, event, now=False):
    charm.unit.reboot(now=now)
