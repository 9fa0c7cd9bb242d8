const key = "person";

/** Who writes on this page: the choice lasts as long as the browser tab. */
export function actingPerson() {
  return sessionStorage.getItem(key) ?? "octavia";
}

export function actAs(login) {
  sessionStorage.setItem(key, login);
}
